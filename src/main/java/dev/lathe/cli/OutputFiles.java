package dev.lathe.cli;

import dev.lathe.data.Npy;
import dev.lathe.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Results as files in one folder. */
final class OutputFiles {
    private static final int LONGEST = 100;

    private OutputFiles() {}

    /**
     * Writes {@code NAME.npy} for each output. Names come from the model, which nobody has to trust: what is not a
     * letter, digit, dot, dash or underscore becomes an underscore, so no file lands outside {@code folder}.
     */
    static void write(Path folder, Map<String, Tensor> outputs) {
        Set<String> taken = new HashSet<>();
        outputs.forEach((name, tensor) -> {
            String plain = fileName(name);
            String unique = plain;
            for (int i = 2; !taken.add(unique); i++) {
                unique = plain + "-" + i;
            }
            Npy.write(folder.resolve(unique + ".npy"), tensor);
        });
    }

    static String fileName(String output) {
        String plain = output.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.+", "_");
        return plain.isEmpty() ? "_" : plain.substring(0, Math.min(plain.length(), LONGEST));
    }
}
