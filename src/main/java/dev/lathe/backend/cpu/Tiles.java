package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Rows;

/** Covers a block of a matrix product with register tiles. */
final class Tiles {
    private static final int ROWS = MicroKernels.ROWS;
    private static final int UNIT = MicroKernels.COLUMNS;

    /** The sums of a row of tiles. */
    private float[] sums = {};

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
        int count = Math.ceilDiv(to.columns(), UNIT);
        MicroKernel.Panels panels = new MicroKernel.Panels(right, rightAt, UNIT * panelDepth, count, UNIT);
        if (sums.length < count * ROWS * UNIT) {
            sums = new float[count * ROWS * UNIT];
        }
        for (int row = rowFrom; row < rowTo; row += ROWS) {
            int height = Math.min(ROWS, rowTo - row);
            int at = to.at() + (row - rowFrom) * to.stride();
            if (accumulate) {
                for (int r = 0; r < height; r++) {
                    gather(to, at + r * to.stride(), r);
                }
            }
            MicroKernels.BEST.multiply(left, row, height, k0, depth, panels, sums, 0, ROWS * UNIT, accumulate);
            for (int r = 0; r < height; r++) {
                scatter(to, at + r * to.stride(), r);
            }
        }
    }

    /** Brings what a row of the target holds to the sums. */
    private void gather(Target to, int at, int row) {
        for (int column = 0; column < to.columns(); column += UNIT) {
            int width = Math.min(UNIT, to.columns() - column);
            System.arraycopy(to.c(), at + column, sums, column * ROWS + row * UNIT, width);
        }
    }

    private void scatter(Target to, int at, int row) {
        for (int column = 0; column < to.columns(); column += UNIT) {
            int width = Math.min(UNIT, to.columns() - column);
            System.arraycopy(sums, column * ROWS + row * UNIT, to.c(), at + column, width);
        }
    }
}
