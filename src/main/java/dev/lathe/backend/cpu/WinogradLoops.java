package dev.lathe.backend.cpu;

/**
 * The transforms of {@link WinogradConv}, on many tiles at once: neighbouring tiles lie in neighbouring lanes. Arrays
 * have to be longer by {@link Stretches#SLACK} than what is said to be read and written, except where limits are given.
 */
interface WinogradLoops {
    /** Distance of the elements of windows: a panel of tiles and what may be overwritten behind it. */
    int WINDOW_STEP = MicroKernels.COLUMNS + Stretches.SLACK;

    /** The matrices that these loops multiply by. */
    WinogradMatrices matrices();

    /**
     * First half of the input's transform: columns of windows. {@code y[yAt + r·yStep + i] = sum over j of
     * input[r][j]·x[at + j·rowStep + i]} for i in 0..count-1; what is written ends with the vector of the last one.
     */
    void inputColumns(float[] x, int at, int rowStep, float[] y, int yAt, int yStep, int count);

    /**
     * Cuts lines into windows: {@code windows[(r·side + j)·}{@link #WINDOW_STEP}{@code + lane + t] = lines[r·lineStep +
     * out·t + j]} for t in 0..tiles-1. Lanes behind those may be overwritten, too; lanes before are left alone.
     *
     * @param at where windows begin; at least 1
     */
    void cut(float[] lines, int lineStep, int tiles, float[] windows, int at, int lane);

    /**
     * Second half: rows of windows. {@code v[vAt + (r·side + s)·step + t] = sum over j of input[s][j]·windows[at +
     * (r·side + j)·WINDOW_STEP + t]} for t in 0..tiles-1, a multiple of a vector's lanes; nothing else is written.
     */
    default void inputRows(float[] windows, int at, int tiles, float[] v, int vAt, int step) {
        int side = matrices().side();
        for (int r = 0; r < side; r++) {
            inputColumns(windows, at + r * side * WINDOW_STEP, WINDOW_STEP, v, vAt + r * side * step, step, tiles);
        }
    }

    /**
     * The transform of the products {@code m[at + element·step + t]} for t in 0..tiles-1, a multiple of a vector's
     * lanes. Result (i, j) of tile t goes to {@code work[(i·tiles + t)·out + j]}: lines of neighbouring tiles.
     *
     * @param work has room for {@code out·(side + out)·tiles} elements
     */
    void output(float[] m, int at, int step, int tiles, float[] work);
}
