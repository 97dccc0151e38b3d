package dev.lathe.backend.cpu;

import org.jspecify.annotations.Nullable;

/**
 * Loops over images whose channels lie side by side, [row][column][channel]: neighbouring channels in neighbouring
 * lanes. Nothing is read or written but what is named.
 */
interface ChannelLoops {
    /**
     * What is done to sums while they are still in the cache: {@code min(max(sum + bias[channel] + residual, low),
     * high)}.
     *
     * @param residual null for none; laid out as the results
     */
    record Finish(float[] bias, float @Nullable [] residual, float low, float high) {}

    /**
     * Sums become results: {@code y[to + j]} of a position is the finished sum j of the same one, for j in 0..width-1,
     * where j = 0 is {@code channel}. The sums of a panel, {@link MicroKernels#COLUMNS} of them, lie side by side from
     * {@code sums[from]} on, those of the next panel {@code panelStep} further.
     */
    void finish(
            float[] sums,
            int from,
            int panelStep,
            Positions positions,
            float[] y,
            int to,
            int channel,
            int width,
            Finish finish);

    /**
     * What the windows of neighbouring output positions see of an image: {@code lines} lines, {@code lineStep} apart,
     * of {@code taps} positions, {@code tapStep} apart. The window of the next output position begins {@code step}
     * further.
     */
    record Taps(int lines, int lineStep, int taps, int tapStep, int step) {
        /** Lines and taps of the commonest window. */
        private static final int THREE = 3;

        /** Elements of a line that the windows of {@code count} positions see, from the first to the last. */
        int seen(int count, int channels) {
            return (count - 1) * step + Math.max(0, taps - 1) * tapStep + channels;
        }

        /** Whether windows of 3x3 move on by {@code columns} columns. */
        boolean isThreeMovingBy(int columns) {
            return lines == THREE && taps == THREE && step == columns * tapStep;
        }
    }

    /**
     * One filter per channel: {@code y[to + o·channels + c]} is the finished sum over lines l and taps t of
     * {@code w[wAt + l·wLine + t·channels + c]·x[at + o·step + l·lineStep + t·tapStep + c]} for o in 0..count-1 and all
     * channels.
     */
    void correlate(
            float[] x,
            int at,
            Taps taps,
            float[] w,
            int wAt,
            int wLine,
            float[] y,
            int to,
            int count,
            int channels,
            Finish finish);

    /**
     * Maxima over the same windows; of windows without taps, negative infinity.
     *
     * @param spare room for {@link Taps#seen} elements
     */
    void largest(float[] x, int at, Taps taps, float[] y, int to, int count, int channels, float[] spare);

    /**
     * Squares of neighbouring channels of a position added up, in their order: {@code y[at + c] = sum over i of x[at +
     * i]²} for i from {@code c - before} to {@code c + after}, as far as there are such channels.
     */
    void sumSquares(float[] x, float[] y, int at, int channels, int before, int after);
}
