package dev.lathe.backend.gpu;

import dev.lathe.error.KernelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads kernels from where the class path holds {@code kernels/}. */
public final class KernelText {
    private static final Pattern INCLUDE = Pattern.compile("#include \"([a-z_/]+\\.h)\"");

    private KernelText() {}

    /**
     * The text of {@code kernel} with a prelude before it and its includes put in, each once.
     *
     * @param kernel such as {@code conv/conv_tiled}
     * @param prelude such as {@code common/opencl.h}
     */
    public static String of(String kernel, String prelude) {
        Set<String> included = new HashSet<>();
        return read(prelude, included) + read(kernel + ".cl", included);
    }

    /** The text of {@code kernel} without a prelude, for whoever has one of his own. */
    static String of(String kernel) {
        return read(kernel + ".cl", new HashSet<>());
    }

    private static String read(String file, Set<String> included) {
        if (!included.add(file)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (String line : resource(file).split("\n")) {
            Matcher include = INCLUDE.matcher(line);
            text.append(include.matches() ? read(include.group(1), included) : line)
                    .append('\n');
        }
        return text.toString();
    }

    private static String resource(String file) {
        try (InputStream in = KernelText.class.getResourceAsStream("/kernels/" + file)) {
            if (in == null) {
                throw new KernelException("there is no kernel file kernels/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("kernels/" + file + " cannot be read", e);
        }
    }
}
