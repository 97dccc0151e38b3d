package dev.lathe.backend.cpu;

import org.jspecify.annotations.Nullable;

/** Loops on stretches of flat arrays that are too short, or step too oddly, for the compiler to find vectors in. */
interface Stretches {
    /**
     * Elements behind the end of a stretch that may be read and written; what is written there means nothing. Arrays
     * have to be longer by so many.
     */
    int SLACK = 64;

    /**
     * Packs terms of a right operand: for k in 0..depth-1 the {@code width} elements from {@code x[offsets[k0 + k] +
     * at]} go to {@code packed[k·width]}.
     *
     * @param width the columns of a {@link MicroKernel}
     */
    void gatherColumns(float[] x, int[] offsets, int k0, int depth, int at, int width, float[] packed);

    /**
     * Packs terms of a right operand whose rows are {@code step} apart: for k in 0..depth-1 the {@code count} elements
     * from {@code x[at + k·step]}, and no others, are read and go to {@code packed[packedAt + k·width]}. What is packed
     * behind them, as far as width, means nothing.
     *
     * @param width the columns of a {@link MicroKernel}, or half of them
     */
    void packColumns(float[] x, int at, int step, int depth, int count, float[] packed, int packedAt, int width);

    /**
     * Packs terms of a panel of {@code rows} rows of a left operand: for k in 0..depth-1 and each run, row
     * {@code runs.rows[i]} and those after it get consecutive elements from {@code x[offsets[k] + runs.starts[i]]}, as
     * far as the next run begins. Packed is written from {@code packedAt} to {@code packedAt + depth·rows} only.
     */
    void gatherRows(float[] x, int[] offsets, int depth, Runs runs, int rows, float[] packed, int packedAt);

    /** Which rows of a panel lie side by side in an array. Ascending by row; a run ends where the next begins. */
    record Runs(int[] rows, int[] starts) {}

    /** {@code y[i] = sum over t of weights[weightsAt + t]·x[i + shifts[t]]} for i in 0..count-1. */
    void correlate(float[] x, int[] shifts, float[] weights, int weightsAt, float[] y, int count);

    /** {@code y[i] = max over t of x[i + shifts[t]]} for i in 0..count-1. */
    void largest(float[] x, int[] shifts, float[] y, int count);

    /** {@code y[to + i] = x[from + 2·i]} for i in 0..count-1; neither array is touched beyond that. */
    void everySecond(float[] x, int from, float[] y, int to, int count);

    /**
     * {@code y[to + i] = min(max(sums[from + i] + bias + residual[to + i], low), high)} for i in 0..count-1; neither
     * array is touched beyond that. The two may be the same, at the same place.
     */
    void finish(float[] sums, int from, float[] y, int to, int count, Finish finish);

    /**
     * What {@link #finish} does.
     *
     * @param residual null for none; laid out as the results
     */
    record Finish(float bias, float @Nullable [] residual, float low, float high) {
        /** The result at {@code index} for {@code sum}. */
        float result(float sum, int index) {
            float value = sum + bias;
            if (residual != null) {
                value += residual[index];
            }
            return Math.min(Math.max(value, low), high);
        }
    }
}
