package dev.lathe.backend.cpu;

/**
 * The innermost step of every matrix product: a tile of {@link #rows} x {@link #columns} sums held in registers. Each
 * sum runs over its terms in order, so its bits depend neither on its place nor on threads.
 */
interface MicroKernel {
    /** Rows of a tile. */
    int rows();

    /** Columns of a tile. */
    int columns();

    /**
     * {@code c[r][j] = (accumulate ? c[r][j] : 0) + sum over k of a[k][r]·b[k][j]}.
     *
     * @param depth number of terms
     * @param a packed [depth][rows] from {@code aAt}
     * @param b packed [depth][columns] from {@code bAt}
     * @param c rows {@code cStride} apart from {@code cAt}; a whole tile is written
     */
    void multiply(
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean accumulate);

    /**
     * As {@link #multiply}, for a tile of half as many columns: {@code b} is packed [depth][columns / 2]. Slower per
     * sum.
     */
    void multiplyHalf(
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean accumulate);

    /**
     * One row only, for products that wait for {@code b} to come from memory: {@code c[j] = sum over k of a[aAt +
     * k·aStep]·b[k][j]}. The same bits as a row of a tile.
     *
     * @param b as for {@link #multiply}
     */
    void multiplyRow(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt);
}
