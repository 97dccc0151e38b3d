package dev.lathe.backend.cpu;

/**
 * The transforms of {@link WinogradConv}, on many tiles at once: neighbouring tiles lie in neighbouring lanes. Arrays
 * have to be longer by {@link Stretches#SLACK} than what is said to be read and written, except where limits are given.
 */
interface WinogradLoops {
    /** The matrices that these loops multiply by. */
    WinogradMatrices matrices();

    /**
     * First half of the input's transform: columns of windows. {@code y[yAt + r·yStep + i] = sum over j of
     * input[r][j]·x[at + j·rowStep + i]} for i in 0..count-1.
     */
    void inputColumns(float[] x, int at, int rowStep, float[] y, int yAt, int yStep, int count);

    /**
     * Second half: rows of windows. {@code v[vAt + (r·side + s)·step + t] = sum over j of input[s][j]·lines[r·lineStep
     * + out·t + j]} for t in 0..tiles-1. Elements up to t = limit-1 may be written, too, none beyond.
     *
     * @param lines may be written behind {@code side} lines
     * @param tiles at most the columns of a {@link MicroKernel}
     */
    void inputRows(float[] lines, int lineStep, int tiles, float[] v, int vAt, int step, int limit);

    /**
     * The transform of the products {@code m[at + element·step + t]} for t in 0..tiles-1, a multiple of a vector's
     * lanes. Result (i, j) of tile t goes to {@code work[(i·tiles + t)·out + j]}: lines of neighbouring tiles.
     *
     * @param work has room for {@code out·(side + out)·tiles} elements
     */
    void output(float[] m, int at, int step, int tiles, float[] work);
}
