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

    /** A left operand, read where it lies: row {@code r} begins at {@code x[starts[r]]}. */
    record Rows(float[] x, int[] starts) {}

    /**
     * A right operand: {@code count} panels, each packed [term][width]; panel p begins at {@code b[at + p·step]}.
     *
     * @param width {@link #columns} or half as many, which is slower for each sum
     */
    record Panels(float[] b, int at, int step, int count, int width) {}

    /** Most terms of a call: the compiler makes fewer instructions of a loop that it knows to be short. */
    int LONGEST = 512;

    /**
     * {@code sums[p][r][j] = (accumulate ? sums[p][r][j] : 0) + sum over k of left[first + r][offset +
     * k]·right[p][k][j]} for r in 0..count-1, tile by tile. Element [p][r][j] lies at {@code sums[at + p·step + r·width
     * + j]}. Of the last tile all rows are written, up to the next multiple of {@link #rows}; what the rows beyond
     * {@code count} then hold means nothing.
     *
     * @param first row of {@code left} that goes to the first row of sums
     * @param count rows, at least 1; those of the last tile, if fewer than {@link #rows}, take nearly as long as all
     * @param offset of the first term from where a row begins
     * @param terms 1..{@link #LONGEST}
     */
    void multiply(
            Rows left,
            int first,
            int count,
            int offset,
            int terms,
            Panels right,
            float[] sums,
            int at,
            int step,
            boolean accumulate);

    /**
     * One row only, for products that wait for {@code b} to come from memory: {@code c[j] = sum over k of a[aAt +
     * k·aStep]·b[k][j]}. The same bits as a row of a tile.
     *
     * @param b packed [term][columns]
     */
    void multiplyRow(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt);

    /**
     * The same for a right operand whose columns are stretches of memory: {@code c[cAt + j] = sum over k of a[aAt +
     * k]·b[bAt + j·bStep + k]} for j in 0..columns-1. Terms are summed lane by lane, then the lanes.
     */
    void dots(int depth, float[] a, int aAt, float[] b, int bAt, int bStep, int columns, float[] c, int cAt);
}
