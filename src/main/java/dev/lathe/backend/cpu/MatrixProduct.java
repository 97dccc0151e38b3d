package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code c [m, n] = a [m, k] · b [k, n]} in single precision; a constant b is packed once, a pruned one without its
 * zeros.
 */
final class MatrixProduct {
    /** Columns per task, a multiple of every tile's width. */
    private static final int COLUMNS = 256;

    /** The same where the product is turned round. */
    private static final int TURNED = 64;

    /** Rows of a up to which packing b would take longer than it saves: b is read once in any case. */
    private static final int FEW_ROWS = MicroKernels.COLUMNS;

    /** Where element (row, column) of a matrix lies: {@code row·rowStep + column·columnStep}. */
    record Layout(int rowStep, int columnStep) {
        static Layout of(int rows, int columns, boolean transposed) {
            return transposed ? new Layout(1, rows) : new Layout(columns, 1);
        }
    }

    private final int m;
    private final int k;
    private final int n;
    private final Layout a;
    private final Layout b;
    private final int unit = MicroKernels.COLUMNS;
    private final float @Nullable [] packed;
    private final @Nullable SparseRows sparse;

    /** Whether the columns of b are taken where they lie, as the rows of a product turned round. */
    private final boolean turned;

    /** @param constant the elements of b when they never change; packed if it is not read where it lies */
    MatrixProduct(int m, int k, int n, Layout a, Layout b, float @Nullable [] constant) {
        this.m = m;
        this.k = k;
        this.n = n;
        this.a = a;
        this.b = b;
        sparse = constant != null && a.columnStep() == 1 && SparseChoice.leavesOut(m, n, k, constant)
                ? SparseRows.of(KeptWeights.of(n, k, new Layout(b.columnStep(), b.rowStep()), constant), k)
                : null;
        turned = b.rowStep() == 1 && a.columnStep() == 1 && m <= FEW_ROWS;
        packed = constant == null || turned || sparse != null ? null : new float[Packing.length(n, k, unit)];
        if (packed != null) {
            for (int from = 0; from < n; from += COLUMNS) {
                packColumns(constant, 0, from, Math.min(n, from + COLUMNS), 0, k, packed, from * k);
            }
        }
    }

    private void packColumns(
            float[] values, int at, int from, int to, int k0, int terms, float[] target, int targetAt) {
        for (int column = from; column < to; column += unit) {
            int panelAt = targetAt + (column - from) * terms;
            Packing.right(
                    values,
                    at + k0 * b.rowStep() + column * b.columnStep(),
                    Math.min(unit, to - column),
                    b.columnStep(),
                    terms,
                    b.rowStep(),
                    target,
                    panelAt,
                    unit);
        }
    }

    /** Whether zeros of b are left out. */
    boolean isSparse() {
        return sparse != null;
    }

    /** Multiplies the matrices that start at the given places of their arrays. */
    void run(float[] left, int leftAt, float[] right, int rightAt, float[] c, int cAt, Workers workers) {
        if (k == 0) {
            Arrays.fill(c, cAt, cAt + m * n, 0);
            return;
        }
        if (sparse != null) {
            sparse.multiply(m, left, leftAt, c, cAt, workers);
            return;
        }
        if (turned) {
            runTurned(left, leftAt, right, rightAt, c, cAt, workers);
            return;
        }
        if (m == 1 && packed != null) {
            runRow(left, leftAt, packed, c, cAt, workers);
            return;
        }
        Scratch shared = workers.borrow();
        try {
            MicroKernel.Rows rows = rows(left, leftAt, shared);
            workers.run(Math.ceilDiv(n, COLUMNS), (task, scratch) -> {
                int from = task * COLUMNS;
                int to = Math.min(n, from + COLUMNS);
                Tiles.Target target = new Tiles.Target(c, cAt + from, n, to - from);
                multiply(rows, right, rightAt, from, to, target, scratch);
            });
        } finally {
            workers.giveBack(shared);
        }
    }

    /** The rows of a: where they lie, or brought together where their elements are apart. */
    private MicroKernel.Rows rows(float[] left, int leftAt, Scratch shared) {
        if (a.columnStep() == 1) {
            return Tiles.rows(left, leftAt, m, a.rowStep());
        }
        float[] copy = shared.floats(0, Shape.of(m, k).size());
        for (int row = 0; row < m; row++) {
            for (int i = 0; i < k; i++) {
                copy[row * k + i] = left[leftAt + row * a.rowStep() + i * a.columnStep()];
            }
        }
        return Tiles.rows(copy, 0, m, k);
    }

    /** A single row: bound by the speed of memory, so b is read once from one end to the other. */
    private void runRow(float[] left, int leftAt, float[] panels, float[] c, int cAt, Workers workers) {
        workers.run(Math.ceilDiv(n, COLUMNS), (task, scratch) -> {
            float[] sums = scratch.floats(0, unit);
            for (int column = task * COLUMNS; column < Math.min(n, (task + 1) * COLUMNS); column += unit) {
                MicroKernels.BEST.multiplyRow(k, left, leftAt, a.columnStep(), panels, column * k, sums, 0);
                System.arraycopy(sums, 0, c, cAt + column, Math.min(unit, n - column));
            }
        });
    }

    /**
     * Columns of b, each a stretch of memory, are the left operand, and the few rows of a are packed: b, of which a
     * fully connected layer has much, need not be copied.
     */
    private void runTurned(float[] left, int leftAt, float[] right, int rightAt, float[] c, int cAt, Workers workers) {
        Scratch shared = workers.borrow();
        try {
            float[] panel = shared.floats(0, m == 1 ? 0 : k * columns());
            if (m > 1) {
                Packing.right(left, leftAt, m, a.rowStep(), k, 1, panel, 0, columns());
            }
            workers.run(Math.ceilDiv(n, TURNED), (task, scratch) -> {
                int from = task * TURNED;
                int count = Math.min(TURNED, n - from);
                int at = rightAt + from * b.columnStep();
                if (m == 1) {
                    MicroKernels.BEST.dots(k, left, leftAt, right, at, b.columnStep(), count, c, cAt + from);
                } else {
                    turned(right, at, count, panel, c, cAt + from, scratch);
                }
            });
        } finally {
            workers.giveBack(shared);
        }
    }

    /** Columns of the packed rows of a. */
    private int columns() {
        return m > unit / 2 ? unit : unit / 2;
    }

    private void turned(float[] right, int at, int count, float[] panel, float[] c, int cAt, Scratch mine) {
        int width = columns();
        float[] sums = mine.floats(0, Packing.roundUp(count, MicroKernels.ROWS) * width);
        MicroKernel.Rows rows = Tiles.rows(right, at, count, b.columnStep());
        int terms = Packing.terms(k);
        for (int k0 = 0; k0 < k; k0 += terms) {
            MicroKernel.Panels packedRows = new MicroKernel.Panels(panel, k0 * width, 0, 1, width);
            MicroKernels.BEST.multiply(rows, 0, count, k0, Math.min(terms, k - k0), packedRows, sums, 0, 0, k0 > 0);
        }
        MicroKernels.TURN.turn(sums, 0, width, c, cAt, n, count, m, mine.floats(1, MicroKernels.TURN.spare()));
    }

    /** Columns {@code from..to} of the product. */
    private void multiply(
            MicroKernel.Rows left, float[] right, int rightAt, int from, int to, Tiles.Target target, Scratch mine) {
        int terms = Packing.terms(k);
        for (int k0 = 0; k0 < k; k0 += terms) {
            int pass = Math.min(terms, k - k0);
            if (packed == null) {
                float[] panels = mine.floats(0, COLUMNS * terms);
                packColumns(right, rightAt, from, to, k0, pass, panels, 0);
                mine.tiles().multiply(left, 0, m, k0, pass, panels, 0, pass, target, k0 > 0);
            } else {
                int at = from * k + k0 * unit;
                mine.tiles().multiply(left, 0, m, k0, pass, packed, at, k, target, k0 > 0);
            }
        }
    }
}
