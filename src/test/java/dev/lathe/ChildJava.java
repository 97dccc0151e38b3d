package dev.lathe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another JVM with the class path of the tests, for what a JVM does once or its environment decides. */
public final class ChildJava {
    private static final int PATIENCE_MINUTES = 5;

    /** What it printed, and how it ended. */
    public record Ended(int status, String out, String err) {}

    private ChildJava() {}

    /**
     * Runs {@code main} to its end.
     *
     * @param folder takes what it prints
     * @param environment is added to this process's
     */
    public static Ended run(
            Path folder, Map<String, String> environment, List<String> options, String main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        Stream.of(arguments).forEach(command::add);
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process java = builder.start();
        try {
            if (!java.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError(command + " did not end");
            }
        } finally {
            java.destroyForcibly();
        }
        return new Ended(java.exitValue(), Files.readString(out), Files.readString(err));
    }
}
