package dev.lathe.backend.cpu;

/** Sums over the weights of neighbouring rows, whose inputs are picked from windows of a vector in registers. */
interface PickKernel {
    /** Rows that are summed side by side. */
    int rows();

    /** Neighbouring inputs that a step picks from, a multiple of {@link #rows}. */
    int window();

    /**
     * {@code sums[to + r] += sum over i of weights[LEAD + i·rows + r] · x[xAt + bases[i] + places[i·rows + r]]} for r
     * in 0..rows-1 and i in first..end-1, in that order; {@code LEAD} as in {@link Packing}.
     *
     * @param places 0..window-1
     * @param x all of each window is read
     */
    void pick(
            float[] weights, byte[] places, int[] bases, int first, int end, float[] x, int xAt, float[] sums, int to);
}
