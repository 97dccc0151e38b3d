package dev.lathe.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.RuntimeMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where and when something was measured.
 *
 * @param processor its name where the system tells it, as Linux does, else the architecture
 * @param cores that this process may use
 * @param jvmFlags what the JVM was started with, the class path left out
 * @param heapBytes most memory that Java may use for objects
 * @param time in UTC, ISO 8601
 * @param uptimeMs since the start of the JVM
 * @param load average over the last minute; negative where the system does not tell
 */
public record Machine(
        String processor,
        int cores,
        String system,
        String jvm,
        List<String> jvmFlags,
        long heapBytes,
        String lathe,
        String time,
        long uptimeMs,
        double load) {
    private static final Path PROCESSORS = Path.of("/proc", "cpuinfo");

    public Machine {
        jvmFlags = List.copyOf(jvmFlags);
    }

    /** This machine and this moment. */
    public static Machine now() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        return new Machine(
                processor(system.getArch()),
                Runtime.getRuntime().availableProcessors(),
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                runtime.getVmName() + " " + runtime.getVmVersion(),
                runtime.getInputArguments(),
                Runtime.getRuntime().maxMemory(),
                latheVersion(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                runtime.getUptime(),
                system.getSystemLoadAverage());
    }

    /** The version of Lathe's jar. */
    public static String latheVersion() {
        String version = Machine.class.getPackage().getImplementationVersion();
        return version == null ? "(built from sources)" : version;
    }

    private static String processor(String architecture) {
        try {
            return Files.readAllLines(PROCESSORS, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }
}
