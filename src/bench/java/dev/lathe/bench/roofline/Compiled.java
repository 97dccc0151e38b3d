package dev.lathe.bench.roofline;

import dev.lathe.backend.gpu.KernelText;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.error.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code nvcc} and {@code ptxas} say of a kernel, without a card.
 *
 * @param spilled bytes that registers had no room for, stored and loaded
 * @param shared bytes of local memory
 */
record Compiled(int registers, int spilled, int shared) {
    private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
    private static final Pattern SPILLED = Pattern.compile("(\\d+) bytes (?:stack frame|spill stores|spill loads)");
    private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

    /** Compiles in a folder of its own, which is deleted afterwards. */
    static Compiled of(Launch launch, String architecture) {
        try {
            Path folder = Files.createTempDirectory("roofline");
            try {
                return of(launch, architecture, folder);
            } finally {
                try (var files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("kernels cannot be compiled", e);
        }
    }

    private static Compiled of(Launch launch, String architecture, Path folder) throws IOException {
        Path text = folder.resolve(launch.entry() + ".cu");
        Path ptx = folder.resolve(launch.entry() + ".ptx");
        Files.writeString(text, KernelText.of(launch.kernel(), "common/cuda.h"));
        List<String> nvcc = new ArrayList<>(List.of("nvcc", "--ptx", "-arch=compute_75", "-o", ptx.toString()));
        launch.defines().forEach((name, value) -> nvcc.add("-D" + name + "=" + value));
        nvcc.add(text.toString());
        said(nvcc, folder);
        Path binary = folder.resolve("cubin");
        String said =
                said(List.of("ptxas", "-v", "-arch=" + architecture, "-o", binary.toString(), ptx.toString()), folder);
        return new Compiled(sum(REGISTERS, said), sum(SPILLED, said), sum(SHARED, said));
    }

    private static String said(List<String> command, Path folder) throws IOException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new InputException(command.getFirst() + " failed: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new InputException(command.getFirst() + " was interrupted");
        }
        return Files.readString(log);
    }

    private static int sum(Pattern number, String text) {
        return number.matcher(text)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }
}
