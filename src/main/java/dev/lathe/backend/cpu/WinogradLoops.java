package dev.lathe.backend.cpu;

/**
 * The transforms of {@link WinogradConv}: of images, along one axis after the other, and of some filters' products for
 * several tiles, along both. Neighbouring channels or filters lie in neighbouring lanes.
 */
interface WinogradLoops extends AxisLoops {
    /**
     * Products that are transformed back together, at least as many as a register tile has columns: in a loop over them
     * bounds are checked once, and what lies between the passes along the two axes stays in the nearest cache.
     */
    int TOGETHER = 64;

    /** The matrices that these loops multiply by. */
    WinogradMatrices matrices();

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
     * @param work room for {@link #TOGETHER} products of as many elements as a tile has
     */
    void output(float[] m, int at, int step, int count, float[] y, float[] work);
}
