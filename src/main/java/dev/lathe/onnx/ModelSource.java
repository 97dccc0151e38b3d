package dev.lathe.onnx;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a model comes from.
 *
 * @param label how messages call it
 * @param folder where files of external data may lie; null when it may have none
 * @param store where all external data lies; null when it lies in files
 */
record ModelSource(String label, @Nullable Path folder, @Nullable TensorStore store) {
    private static final int LONGEST = 120;

    ModelSource(String label, @Nullable Path folder) {
        this(label, folder, null);
    }

    /** A model in {@code file}, which may have external data beside it. */
    static ModelSource of(Path file) {
        return new ModelSource(file.toString(), file.toAbsolutePath().getParent());
    }

    /** {@code name} in quotes, cut and without control characters, so that a message stays one readable line. */
    static String quote(String name) {
        return "'" + plain(name) + "'";
    }

    /** As {@link #quote}, without the quotes. */
    static String plain(String name) {
        String cut = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
