package dev.lathe.data;

import dev.lathe.error.DataException;
import dev.lathe.tensor.Tensor;
import java.util.List;

/** Labelled images. Immutable; may be read from many threads at once. */
public interface Dataset {
    /** Number of images. */
    int size();

    /** Class of image {@code index}, from 0. */
    int label(int index);

    /**
     * Image {@code index} as a new FLOAT32 tensor [channels, height, width] of values 0..255, colours as red, green,
     * blue.
     *
     * @throws DataException if it cannot be decoded
     */
    Tensor image(int index);

    /** Names of the classes in the order of their labels; empty where the format has none. */
    List<String> classes();
}
