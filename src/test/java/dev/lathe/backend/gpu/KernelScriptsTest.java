package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.WinogradTolerance;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.tune.Tuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Writes down what devices of several kinds do for each case of each operator. {@code native-test/run.sh} does it: in C
 * under sanitizers, and on a simulated device that watches every access.
 */
class KernelScriptsTest {
    private static final Path FOLDER = Path.of("target", "kernel-scripts");
    private static final Path KERNELS = Path.of("kernels");
    private static final String ONE_LAUNCH = "a GPU of one unit";
    private static final Map<String, Kind> DEVICES = devices();

    /** @param amplified how many times the roundings of a case it may make */
    private record Kind(Traits traits, Tuning tuning, int amplified) {}

    private static Map<String, Kind> devices() {
        Map<String, Kind> devices = new LinkedHashMap<>();
        devices.put("a CPU of 8 lanes", new Kind(cpu(8, true), Tuning.NONE, 1));
        devices.put("a CPU of 4 lanes without doubles", new Kind(cpu(4, false), Tuning.NONE, 1));
        devices.put("a GPU of groups of 256", new Kind(gpu(256, true), Tuning.NONE, 1));
        devices.put("a GPU of groups of 64 without doubles", new Kind(gpu(64, false), Tuning.NONE, 1));
        devices.put("F(2x2) on 8 lanes", new Kind(cpu(8, true), Winograds.of(2), WinogradTolerance.amplification(2)));
        devices.put("F(4x4) on 4 lanes", new Kind(cpu(4, true), Winograds.of(4), WinogradTolerance.amplification(4)));
        devices.put("F(2x2) on a GPU", new Kind(gpu(64, true), Winograds.of(2), WinogradTolerance.amplification(2)));
        devices.put("F(4x4) on a GPU", new Kind(gpu(64, false), Winograds.of(4), WinogradTolerance.amplification(4)));
        Traits oneUnit = new Traits(false, 1, 1, 256, 32 << 10, 256, true, false, 1L << 30);
        devices.put(ONE_LAUNCH, new Kind(oneUnit, Chains.JOINED, 1));
        return devices;
    }

    private static Traits cpu(int vectorWidth, boolean doubles) {
        return new Traits(true, 2, vectorWidth, 4096, 32 << 10, 128, doubles, true, 1L << 30);
    }

    private static Traits gpu(int maxGroup, boolean doubles) {
        return new Traits(false, 16, 1, maxGroup, 32 << 10, 256, doubles, false, 1L << 30);
    }

    @Test
    void everyCaseOnEveryDeviceAndEveryKernelIsWrittenDown() throws IOException {
        List<GraphCase> cases = OpCases.andChains();
        List<Script> scripts = new ArrayList<>();
        for (GraphCase each : cases) {
            List<Script> some = scripts(each);
            assertThat(some).as("%s: devices that take it", each.name()).isNotEmpty();
            some.stream().filter(script -> !script.launches().isEmpty()).forEach(scripts::add);
        }
        List<String> reached = new ScriptFolder(FOLDER).write(scripts);
        // a case without launches has an empty result or a view; few do
        assertThat(scripts).as("scripts").hasSizeGreaterThan(cases.size() * 9 / 10);
        assertThat(reached).as("kernels that some script runs").containsExactlyInAnyOrderElementsOf(kernels());
    }

    /** Devices that do the same with work-items grouped differently count once. */
    private static List<Script> scripts(GraphCase each) {
        Set<List<?>> seen = new HashSet<>();
        List<Script> scripts = new ArrayList<>();
        DEVICES.forEach((device, kind) -> {
            if (each instanceof ChainCase != device.equals(ONE_LAUNCH)) {
                return; // where a chain is three nodes, values take each other's memory
            }
            Optional<Script> script = Script.of(each.amplified(kind.amplified), device, kind.traits, kind.tuning);
            script.filter(some -> seen.add(some.essence())).ifPresent(scripts::add);
        });
        return scripts;
    }

    private static List<String> kernels() throws IOException {
        try (var paths = Files.walk(KERNELS)) {
            return paths.map(path -> KERNELS.relativize(path).toString())
                    .filter(path -> path.endsWith(".cl"))
                    .map(path -> path.substring(0, path.length() - 3))
                    .toList();
        }
    }
}
