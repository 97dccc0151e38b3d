package dev.lathe;

import dev.lathe.error.InputException;
import java.nio.file.Path;
import java.util.Locale;

/** What a network is written as. */
public enum ModelFormat {
    /** Plain ONNX. */
    ONNX,
    /** A {@code .lathe} file, with entropy-coded weights. */
    LATHE;

    /**
     * The one that the ending of {@code file} names.
     *
     * @throws InputException if it names none
     */
    public static ModelFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (ModelFormat format : values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new InputException(file + ": wanted a name that ends in .onnx or .lathe");
    }
}
