package dev.lathe.backend.cpu;

/**
 * The transforms of {@link WinogradConv}, of one tile's channels or of some filters' products for several tiles:
 * neighbouring channels or filters lie in neighbouring lanes.
 */
interface WinogradLoops {
    /**
     * Channels or products that are transformed together, at least as many as a register tile has columns: in a loop
     * over them bounds are checked once, and what lies between the passes along the two axes stays in the nearest
     * cache.
     */
    int TOGETHER = 64;

    /** The matrices that these loops multiply by. */
    WinogradMatrices matrices();

    /**
     * Transforms the window whose position (r, s) has its channels from {@code x[at + r·rowStep + s·columnStep]} on.
     * Element (i, j) goes to {@code v[vAt + (i·side + j)·step + c]} for c in 0..channels-1; nothing else is written.
     *
     * @param work room for {@link #TOGETHER} channels of as many elements as a tile has
     */
    void input(
            float[] x, int at, int rowStep, int columnStep, int channels, float[] v, int vAt, int step, float[] work);

    /**
     * The {@linkplain WinogradMatrices#rest other columns} of a row of transformed filters from the first three: column
     * n of these lies from {@code kept[at + n·length]} on, and of those from {@code rest[LEAD + n·length]} on
     * ({@link Packing#LEAD}).
     *
     * @param length of a column, a multiple of a vector's lanes
     */
    void rest(float[] kept, int at, int length, float[] rest);

    /**
     * Transforms products, of one tile or of several side by side: {@code m[at + element·step + j]} for j in
     * 0..count-1, a multiple of a vector's lanes and at most {@link #TOGETHER}. Result (r, s) of the tiles goes to
     * {@code y[(r·out + s)·TOGETHER + j]}.
     *
     * @param work as for {@link #input}
     */
    void output(float[] m, int at, int step, int count, float[] y, float[] work);
}
