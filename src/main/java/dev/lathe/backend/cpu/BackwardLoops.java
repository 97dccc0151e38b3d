package dev.lathe.backend.cpu;

/**
 * Loops of training over images whose channels lie side by side, neighbouring channels in neighbouring lanes. Positions
 * lie {@code channels} apart from {@code at} on.
 */
interface BackwardLoops {
    /**
     * What {@code length} neighbours of an image meet, for each filter: {@code sums[at + k·pitch + j] += sum over
     * positions p of x[xAt + p + j]·dy[yAt + p + k]} for k in 0..filters-1 and j in 0..length-1.
     */
    void meet(
            float[] x,
            int xAt,
            float[] dy,
            int yAt,
            Positions positions,
            int filters,
            int length,
            float[] sums,
            int at,
            int pitch);

    /** One filter for each channel: {@code sums[at + c] += sum over positions p of x[xAt + p + c]·dy[yAt + p + c]}. */
    void meetOne(float[] x, int xAt, float[] dy, int yAt, Positions positions, int channels, float[] sums, int at);

    /** {@code dx[i] = y[i] > 0 ? dy[i] : 0} from {@code from} to {@code to}. */
    void gate(float[] dy, float[] y, float[] dx, int from, int to);

    /** {@code sums[to + c]} becomes the sum over {@code count} positions of x. */
    void sum(float[] x, int at, int count, int channels, float[] sums, int to);

    /** {@code sums[to + c]} becomes the sum of {@code (x - mean[meanAt + c])²}. */
    void squares(float[] x, int at, int count, int channels, float[] mean, int meanAt, float[] sums, int to);

    /** {@code sums[to + c]} becomes the sum of {@code dy·(x - mean[c])}. */
    void products(float[] dy, float[] x, int at, int count, int channels, float[] mean, float[] sums, int to);

    /** {@code y = (x - mean[c])·factor[c] + bias[c]}. */
    void scale(float[] x, float[] y, int at, int count, int channels, float[] mean, float[] factor, float[] bias);

    /** {@code dx = dy·a[c] + ((x - mean[c])·b[c] + d[c])}. */
    void slope(float[] dy, float[] x, float[] dx, int at, int count, int channels, Slope slope);

    /** What {@link #slope} has for each channel. */
    record Slope(float[] mean, float[] a, float[] b, float[] d) {}
}
