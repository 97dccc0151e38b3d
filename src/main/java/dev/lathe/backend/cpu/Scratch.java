package dev.lathe.backend.cpu;

import org.jspecify.annotations.Nullable;

/**
 * Arrays that a thread keeps from task to task and from layer to layer, so that they stay in its caches. What they hold
 * when a task begins means nothing, unless a task of the same {@linkplain #isNew call} left it there.
 */
final class Scratch {
    private static final int ARRAYS = 5;

    private final float[][] arrays = new float[ARRAYS][0];
    private int[] ints = new int[0];
    private final Tiles tiles = new Tiles();
    private @Nullable Object last;

    /** Array {@code number} (0..4), of at least {@code length} elements. */
    float[] floats(int number, int length) {
        if (arrays[number].length < length) {
            arrays[number] = new float[length];
        }
        return arrays[number];
    }

    /** An array of at least {@code length} integers. */
    int[] ints(int length) {
        if (ints.length < length) {
            ints = new int[length];
        }
        return ints;
    }

    /** Whether this thread has not been asked for {@code call} before, which is one call of an operator. */
    boolean isNew(Object call) {
        boolean isNew = last != call;
        last = call;
        return isNew;
    }

    Tiles tiles() {
        return tiles;
    }
}
