package dev.lathe.backend.cpu;

/** Covers a block of a matrix product with register tiles. */
final class Tiles {
    private final MicroKernel kernel = MicroKernels.BEST;
    private final int unit = kernel.columns();

    /** Sums of a tile that reaches over the block's edge go here first. */
    private final float[] edge = new float[MicroKernels.ROWS * unit];

    /** A left operand from {@link Packing#left}: {@code depth} is its whole depth. */
    record Left(float[] packed, int depth) {}

    /** Where sums go: rows {@code stride} apart from {@code at}, {@code columns} of them used. */
    record Target(float[] c, int at, int stride, int columns) {}

    /**
     * {@code c = (accumulate ? c : 0) + left[rows, k0..k0+depth]·right} for {@code rowFrom..rowTo} of the left operand.
     *
     * @param rowFrom a multiple of {@link MicroKernels#ROWS}; row {@code rowFrom} goes to the target's first row
     * @param right packed panels {@code panelDepth} rows deep, of which {@code depth} from {@code rightAt} are used
     */
    void multiply(
            Left left,
            int rowFrom,
            int rowTo,
            int k0,
            int depth,
            float[] right,
            int rightAt,
            int panelDepth,
            Target to,
            boolean accumulate) {
        for (int column = 0; column < to.columns(); column += unit) {
            int width = Math.min(unit, to.columns() - column);
            for (int row = rowFrom; row < rowTo; row += MicroKernels.ROWS) {
                int height = Math.min(MicroKernels.ROWS, rowTo - row);
                int a = row * left.depth() + k0 * MicroKernels.ROWS;
                int b = rightAt + column * panelDepth;
                int c = to.at() + (row - rowFrom) * to.stride() + column;
                if (width == unit && height == MicroKernels.ROWS) {
                    kernel.multiply(depth, left.packed(), a, right, b, to.c(), c, to.stride(), accumulate);
                } else {
                    multiplyEdge(left.packed(), a, right, b, depth, to, c, width, height, accumulate);
                }
            }
        }
    }

    private void multiplyEdge(
            float[] left,
            int a,
            float[] right,
            int b,
            int depth,
            Target to,
            int c,
            int width,
            int height,
            boolean accumulate) {
        if (accumulate) {
            for (int r = 0; r < height; r++) {
                System.arraycopy(to.c(), c + r * to.stride(), edge, r * unit, width);
            }
        }
        kernel.multiply(depth, left, a, right, b, edge, 0, unit, accumulate);
        for (int r = 0; r < height; r++) {
            System.arraycopy(edge, r * unit, to.c(), c + r * to.stride(), width);
        }
    }
}
