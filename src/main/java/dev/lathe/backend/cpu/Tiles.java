package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Rows;
import dev.lathe.backend.cpu.MicroKernel.Runs;

/** Covers a block of a matrix product with register tiles. */
final class Tiles {
    private final MicroKernel kernel = MicroKernels.BEST;
    private final int unit = kernel.columns();

    /** Sums of a tile that reaches over the block's edge go here first. */
    private final float[] edge = new float[MicroKernels.ROWS * unit];

    /** Where sums go: rows {@code stride} apart from {@code at}, {@code columns} of them used. */
    record Target(float[] c, int at, int stride, int columns) {}

    /** Rows of the matrix that begins at {@code a[at]}: {@code count} of them, {@code step} apart. */
    static Rows rows(float[] a, int at, int count, int step) {
        int[] starts = new int[count];
        for (int row = 0; row < count; row++) {
            starts[row] = at + row * step;
        }
        return new Rows(a, starts);
    }

    /**
     * {@code c = (accumulate ? c : 0) + left[rows, k0..k0+depth]·right} for {@code rowFrom..rowTo} of the left operand.
     *
     * @param rowFrom the row that goes to the target's first row
     * @param right packed panels {@code panelDepth} rows deep, of which {@code depth} from {@code rightAt} are used
     */
    void multiply(
            Rows left,
            int rowFrom,
            int rowTo,
            int k0,
            int depth,
            float[] right,
            int rightAt,
            int panelDepth,
            Target to,
            boolean accumulate) {
        Runs terms = new Runs(1, 0, depth);
        for (int column = 0; column < to.columns(); column += unit) {
            int b = rightAt + column * panelDepth;
            int c = to.at() + column;
            if (to.columns() - column >= unit) {
                kernel.multiply(
                        left, rowFrom, rowTo - rowFrom, k0, terms, unit, right, b, to.c(), c, to.stride(), accumulate);
            } else {
                multiplyEdge(left, rowFrom, rowTo, k0, terms, right, b, to, column, accumulate);
            }
        }
    }

    /** The columns from {@code column} on, fewer than a tile's. */
    private void multiplyEdge(
            Rows left,
            int rowFrom,
            int rowTo,
            int k0,
            Runs terms,
            float[] right,
            int b,
            Target to,
            int column,
            boolean accumulate) {
        int width = to.columns() - column;
        for (int row = rowFrom; row < rowTo; row += MicroKernels.ROWS) {
            int height = Math.min(MicroKernels.ROWS, rowTo - row);
            int c = to.at() + (row - rowFrom) * to.stride() + column;
            if (accumulate) {
                for (int r = 0; r < height; r++) {
                    System.arraycopy(to.c(), c + r * to.stride(), edge, r * unit, width);
                }
            }
            kernel.multiply(left, row, height, k0, terms, unit, right, b, edge, 0, unit, accumulate);
            for (int r = 0; r < height; r++) {
                System.arraycopy(edge, r * unit, to.c(), c + r * to.stride(), width);
            }
        }
    }
}
