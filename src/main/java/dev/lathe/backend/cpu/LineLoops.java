package dev.lathe.backend.cpu;

/** The transforms of {@link WinogradLines}: of whole lines of an image, and of sums side by side. */
interface LineLoops extends AxisLoops {
    /** The matrices that these loops multiply by. */
    LineMatrices matrices();

    /**
     * Transforms sums back: those of element e are {@code m[at + e·step + i]} for i in 0..count-1, a multiple of a
     * vector's lanes. Result r takes the place of element r.
     */
    void output(float[] m, int at, int step, int count);
}
