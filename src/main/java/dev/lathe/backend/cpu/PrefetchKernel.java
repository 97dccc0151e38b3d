package dev.lathe.backend.cpu;

/**
 * Tiles of sums like those of {@link MicroKernel}, for a right operand that comes from memory: in each of its steps a
 * tile asks for a line of what is used next and does not wait for it (docs/decisions/0032-asking-without-waiting.md).
 * For operands that no other thread reads meanwhile: to ask for a line takes it away from other cores.
 */
interface PrefetchKernel {
    /** Rows of a tile. */
    int rows();

    /** Columns of a tile. */
    int columns();

    /** Distance of the rows of a left operand: a constant, so that a tile has registers left for more than them. */
    int pitch();

    /**
     * {@code sums[to + r·columns + j] = (accumulate ? the same : 0) + sum over k of x[from + r·pitch + k]·b[at +
     * k·columns + j]} for r in 0..count-1, tile by tile. Each sum runs over its terms in order. Of the last tile all
     * rows are read and written, up to the next multiple of {@link #rows}; what the rows beyond {@code count} hold
     * means nothing.
     *
     * @param count rows, at least 1
     * @param terms 1..{@link MicroKernel#LONGEST}
     * @param b packed [term][column]
     * @param next where the right operand of the next call begins, as long as this one. Two tiles have steps enough to
     *     ask for all of it, one for its first half.
     */
    void multiply(
            float[] x,
            int from,
            int count,
            int terms,
            float[] b,
            int at,
            int next,
            float[] sums,
            int to,
            boolean accumulate);
}
