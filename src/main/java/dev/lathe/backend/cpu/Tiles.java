package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Panels;
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
        int together = Packing.together(depth) * UNIT;
        for (int column = 0; column < to.columns; column += together) {
            Target some = new Target(to.c, to.at + column, to.stride, Math.min(together, to.columns - column));
            int count = Math.ceilDiv(some.columns, UNIT);
            int at = rightAt + column * panelDepth;
            multiply(
                    left,
                    rowFrom,
                    rowTo,
                    k0,
                    depth,
                    new Panels(right, at, UNIT * panelDepth, count, UNIT),
                    some,
                    accumulate);
        }
    }

    private void multiply(
            Rows left, int rowFrom, int rowTo, int k0, int depth, Panels right, Target to, boolean accumulate) {
        if (sums.length < right.count() * ROWS * UNIT) {
            sums = new float[right.count() * ROWS * UNIT];
        }
        for (int row = rowFrom; row < rowTo; row += ROWS) {
            int height = Math.min(ROWS, rowTo - row);
            int at = to.at + (row - rowFrom) * to.stride;
            if (accumulate) {
                for (int r = 0; r < height; r++) {
                    gather(to, at + r * to.stride, r);
                }
            }
            MicroKernels.BEST.multiply(left, row, height, k0, depth, right, sums, 0, ROWS * UNIT, accumulate);
            for (int r = 0; r < height; r++) {
                scatter(to, at + r * to.stride, r);
            }
        }
    }

    /** Brings what a row of the target holds to the sums. */
    private void gather(Target to, int at, int row) {
        for (int column = 0; column < to.columns; column += UNIT) {
            int width = Math.min(UNIT, to.columns - column);
            System.arraycopy(to.c, at + column, sums, column * ROWS + row * UNIT, width);
        }
    }

    /** Brings sums to where a row of the target lies. */
    private void scatter(Target to, int at, int row) {
        for (int column = 0; column < to.columns; column += UNIT) {
            int width = Math.min(UNIT, to.columns - column);
            System.arraycopy(sums, column * ROWS + row * UNIT, to.c, at + column, width);
        }
    }
}
