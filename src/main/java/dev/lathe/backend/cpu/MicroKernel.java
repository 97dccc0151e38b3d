package dev.lathe.backend.cpu;

/**
 * The innermost step of every matrix product: a tile of {@link #rows} x {@link #columns} sums held in registers. Each
 * sum runs over its terms in order, so its bits depend neither on its place nor on threads.
 *
 * <p>The left operand is read where it lies. What the terms of a row are is said by {@link Rows} and {@link Runs}: a
 * row of a matrix is one run; what the window of a convolution sees of an image whose channels lie side by side is one
 * run for each row of the window.
 */
interface MicroKernel {
    /** Rows of a tile. */
    int rows();

    /** Columns of a tile. */
    int columns();

    /** A left operand: row {@code r} begins at {@code x[starts[r]]}. */
    record Rows(float[] x, int[] starts) {}

    /** Most neighbours of a run: the compiler makes fewer instructions of a loop that it knows to be short. */
    int LONGEST = 512;

    /**
     * Which terms of a row are summed: {@code count} runs of {@code length} neighbours, {@code step} apart.
     *
     * @param length 1..{@link #LONGEST}
     */
    record Runs(int count, int step, int length) {
        public Runs {
            if (length < 1 || length > LONGEST) {
                throw new IllegalArgumentException("a run of " + length + " terms");
            }
        }

        /** Terms of a sum. */
        int terms() {
            return count * length;
        }
    }

    /**
     * {@code c[r][j] = (accumulate ? c[r][j] : 0) + sum over k of left[first + r][k]·b[k][j]} for r in 0..count-1, tile
     * by tile.
     *
     * @param first row of {@code left} that goes to the first row of {@code c}
     * @param count rows, at least 1; those of the last tile, if fewer than {@link #rows}, take nearly as long as all
     * @param offset what is added to the starts of all rows
     * @param width {@link #columns} or half as many, which is slower for each sum
     * @param b packed [term][width] from {@code bAt}
     * @param c rows {@code cStride} apart from {@code cAt}; {@code width} elements of each are written
     */
    void multiply(
            Rows left,
            int first,
            int count,
            int offset,
            Runs runs,
            int width,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride,
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
