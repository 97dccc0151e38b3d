package dev.lathe.onnx;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a model comes from.
 *
 * @param label how messages call it
 * @param folder where its external data may lie; null when it may have none
 */
record ModelSource(String label, @Nullable Path folder) {
    private static final int LONGEST = 120;

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
