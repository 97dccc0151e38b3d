package dev.lathe.backend.cpu;

/**
 * The innermost loops of convolutions and matrix products. Each sum runs over its terms in order, so its bits depend
 * neither on its place nor on threads.
 */
interface MicroKernel {
    /** Rows of a tile. Six rows of two vectors fill the sixteen registers of AVX2 and hide the latency of FMA. */
    int ROWS = 6;

    /** Columns of a tile. */
    int columns();

    /**
     * A tile of {@link #ROWS} x {@link #columns} sums held in registers: {@code c[r][j] = (accumulate ? c[r][j] : 0) +
     * sum over k of a[k][r]·b[k][j]}.
     *
     * @param depth number of terms
     * @param a packed [depth][ROWS] from {@code aAt}
     * @param b packed [depth][columns] from {@code bAt}
     * @param c rows {@code cStride} apart from {@code cAt}; a whole tile is written
     */
    void multiply(
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean accumulate);

    /**
     * Packs terms of a right operand whose rows are stretches of one array: for k in 0..depth-1 the {@link #columns}
     * elements from {@code x[offsets[k0 + k] + at]} go to {@code packed[packedAt + k·columns]}.
     */
    void gatherColumns(float[] x, int[] offsets, int k0, int depth, int at, float[] packed, int packedAt);

    /**
     * Packs terms of a panel of {@link #ROWS} rows of a left operand: for k in 0..depth-1 and each run, row
     * {@code runs.row(i)} and those after it get consecutive elements from {@code x[offsets[k] + runs.start(i)]}, as
     * far as the next run begins. Up to {@code columns()} elements behind those of x are read; packed is written from
     * {@code packedAt} to {@code packedAt + depth·ROWS} only.
     */
    void gatherRows(float[] x, int[] offsets, int depth, Runs runs, float[] packed, int packedAt);

    /** Which rows of a panel lie side by side in an array. Ascending by row; a run ends where the next begins. */
    record Runs(int[] rows, int[] starts) {}

    /**
     * A filter on a flat plane: {@code y[i] = sum over t of weights[weightsAt + t]·x[i + shifts[t]]} for i in
     * 0..count-1. Up to {@code 2·columns()} elements of y beyond {@code count} are overwritten, for which x must be
     * long enough, too.
     */
    void correlate(float[] x, int[] shifts, float[] weights, int weightsAt, float[] y, int count);
}
