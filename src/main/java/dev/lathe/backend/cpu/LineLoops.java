package dev.lathe.backend.cpu;

/** The transforms of {@link WinogradLines}: of whole lines of an image, and of sums side by side. */
interface LineLoops {
    /** The matrices that these loops multiply by. */
    LineMatrices matrices();

    /**
     * Transforms lines: line k is {@code x[at + k·step + i]} for i in 0..step-1, as many as a tile has elements.
     * Element e goes to {@code y[to + e·step + i]}.
     */
    void input(float[] x, int at, int step, float[] y, int to);

    /**
     * Transforms sums back: those of element e are {@code m[at + e·step + i]} for i in 0..count-1, a multiple of a
     * vector's lanes. Result r takes the place of element r.
     */
    void output(float[] m, int at, int step, int count);
}
