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

    /** Where what is asked for begins. */
    record Ask(float[] b, int at) {}

    /**
     * {@code sums[to + r·columns + j] = (accumulate ? the same : 0) + sum over k of x[from + r·pitch + k]·b[at +
     * k·columns + j]} for r in 0..count-1, tile by tile. Each sum runs over its terms in order. Of the last tile all
     * rows are read and written, up to the next multiple of {@link #rows}; what the rows beyond {@code count} hold
     * means nothing.
     *
     * @param count rows, at least 1
     * @param terms 1..{@link MicroKernel#LONGEST}
     * @param b packed [term][column]
     * @param ask what is used soon; each tile asks for half as much as a right operand has, the second one for the next
     *     half, and so on
     */
    void multiply(
            float[] x,
            int from,
            int count,
            int terms,
            float[] b,
            int at,
            Ask ask,
            float[] sums,
            int to,
            boolean accumulate);

    /**
     * The same, from zero and without asking, for a right operand that is not stored: {@code (b[at + i] + b[at + 2n +
     * i]) - b[at + n + i]} for i in 0..n-1, n = terms·columns. That is F(2x2)'s fourth column of filters from the
     * others ({@link WinogradMatrices#rest}).
     */
    void multiplyFourth(float[] x, int from, int count, int terms, float[] b, int at, float[] sums, int to);
}
