package dev.lathe.backend.cpu;

/**
 * Tiles of sums like those of {@link MicroKernel}, for a left operand that is too large for the caches: packed so that
 * it is read once, from one end to the other and no faster than it is used. The right operand is to stay in the nearest
 * cache (docs/decisions/0031-streamed-filters.md).
 */
interface StreamKernel {
    /** Rows of a tile. */
    int rows();

    /** Columns of a tile. */
    int columns();

    /**
     * {@code sums[to + r·columns + j] = (accumulate ? the same : 0) + sum over k of a[at + k·rows + r]·b[bAt +
     * k·columns + j]} for all rows and columns. Each sum runs over its terms in order.
     *
     * @param a packed [term][row]
     * @param terms 1..{@link MicroKernel#LONGEST}
     * @param b packed [term][column]
     */
    void multiply(float[] a, int at, int terms, float[] b, int bAt, float[] sums, int to, boolean accumulate);
}
