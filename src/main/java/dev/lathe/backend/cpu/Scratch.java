package dev.lathe.backend.cpu;

/**
 * Arrays that a thread keeps from task to task and from layer to layer, so that they stay in its caches. What they hold
 * when a task begins means nothing.
 */
final class Scratch {
    private static final int ARRAYS = 3;

    private final float[][] arrays = new float[ARRAYS][0];
    private final Tiles tiles = new Tiles();

    /** Array {@code number} (0..2), of at least {@code length} elements. */
    float[] floats(int number, int length) {
        if (arrays[number].length < length) {
            arrays[number] = new float[length];
        }
        return arrays[number];
    }

    Tiles tiles() {
        return tiles;
    }
}
