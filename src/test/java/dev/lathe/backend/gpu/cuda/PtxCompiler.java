package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.gpu.KernelText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes PTX of kernels with {@code nvcc}. */
final class PtxCompiler {
    private static final String PRELUDE = "common/cuda.h";
    private static final List<String> FLAGS = List.of("--ptx", "-arch=compute_75", "-std=c++17");

    /** The oldest instruction set that has all instructions of the modules, and the oldest device. */
    private static final String VERSION = ".version 6.3";

    private static final String TARGET = ".target sm_70";

    private static final Set<String> FLOATS = Set.of("ACTIVATION_A", "ACTIVATION_B", "BETA");

    private PtxCompiler() {}

    /** Whether there is one. */
    static boolean isThere() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "nvcc")));
    }

    /** All that is compiled for {@code variant}. */
    static String source(PtxVariant variant) {
        return variant.rules().stream().map(PtxCompiler::define).collect(Collectors.joining())
                + KernelText.of(variant.kernel(), PRELUDE);
    }

    private static String define(PtxVariant.Rule rule) {
        return switch (rule) {
            case PtxVariant.Rule.Is(String name, String value) -> "#define " + name + " " + value + "\n";
            case PtxVariant.Rule.AtMost(String name, int bound) -> "#define " + name + " " + bound + "\n";
            case PtxVariant.Rule.Number(String name) -> {
                String number = PtxNumbers.PREFIX + name;
                String type = FLOATS.contains(name) ? "float" : "int";
                yield "__constant__ " + type + " " + number + ";\n#define " + name + " " + number + "\n";
            }
        };
    }

    /** Changes when the module has to be made anew. */
    static String hash(PtxVariant variant) {
        String all = String.join("\n", VERSION, TARGET, FLAGS.toString(), source(variant));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The module's text, without comments. */
    static String compiled(PtxVariant variant) {
        try {
            Path folder = Files.createTempDirectory("ptx");
            Path source = folder.resolve(variant.entry() + ".cu");
            Path target = folder.resolve("module.ptx");
            Files.writeString(source, source(variant));
            List<String> command = Stream.of(
                            List.of("nvcc"), FLAGS, List.of("-o", target.toString(), source.toString()))
                    .flatMap(List::stream)
                    .toList();
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(variant + " does not compile: " + said);
            }
            String text = Files.readString(target);
            Files.delete(source);
            Files.delete(target);
            Files.delete(folder);
            return cleaned(text);
        } catch (IOException e) {
            throw new UncheckedIOException("nvcc cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static String cleaned(String text) {
        return text.lines()
                        .map(line -> line.replaceFirst("//.*", "").stripTrailing())
                        .filter(line -> !line.isBlank())
                        .map(line -> line.startsWith(".version") ? VERSION : line)
                        .map(line -> line.startsWith(".target") ? TARGET : line)
                        .collect(Collectors.joining("\n"))
                + "\n";
    }
}
