package dev.lathe.backend.cpu;

/** Matrices whose rows become columns. */
interface TurnLoops {
    /** How many elements {@link #turn} wants room for. */
    int spare();

    /**
     * {@code y[to + j·yStep + i] = x[from + i·xStep + j]} for i in 0..rows-1, j in 0..columns-1; nothing else is
     * written.
     *
     * @param y another array than {@code x}
     * @param spare room for {@link #spare()} elements
     */
    void turn(float[] x, int from, int xStep, float[] y, int to, int yStep, int rows, int columns, float[] spare);
}
