package dev.lathe.backend.cpu;

/**
 * Sums over the non-zero weights of pruned layers. Each sum runs over its terms in order, as those of
 * {@link MicroKernel} do: what is left out would have added zeros.
 */
interface SparseLoops {
    /** Rows of weights that {@link #gather} sums at a time. */
    int rows();

    /**
     * {@code sums[r] = sum over i of w[at + i·rows + r] · x[xAt + columns[at + i·rows + r]]} for r in 0..rows-1 and i
     * in 0..steps-1.
     *
     * @param columns without sign
     * @param spare room for {@link #rows} integers
     */
    void gather(float[] w, short[] columns, int at, int steps, float[] x, int xAt, int[] spare, float[] sums);

    /** Positions at which {@link #sum} works at a time. */
    int positions();

    /**
     * {@code sums[(f - from)·positions + i]} is the finished sum over the terms of filter f of {@code weight ·
     * columns[at + channel·positions + i]} for f in from..to-1 and i in 0..count-1.
     *
     * @param count at most {@link #positions}; what else a filter's stretch of {@code sums} holds means nothing
     * @param finish without residual
     */
    void sum(
            KeptWeights filters,
            int from,
            int to,
            float[] columns,
            int at,
            int count,
            ChannelLoops.Finish finish,
            float[] sums);
}
