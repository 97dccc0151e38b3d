package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** {@code c [m, n] = a [m, k] · b [k, n]} in single precision; a constant b is packed once. */
final class MatrixProduct {
    /** Columns per task, a multiple of every tile's width. */
    private static final int COLUMNS = 256;

    /** Where element (row, column) of a matrix lies: {@code row·rowStep + column·columnStep}. */
    record Layout(int rowStep, int columnStep) {
        static Layout of(int rows, int columns, boolean transposed) {
            return transposed ? new Layout(1, rows) : new Layout(columns, 1);
        }
    }

    private record Scratch(Tiles tiles, float[] right) {}

    private final int m;
    private final int k;
    private final int n;
    private final Layout a;
    private final Layout b;
    private final int unit = MicroKernels.BEST.columns();
    private final float @Nullable [] packed;
    private final ScratchPool<Scratch> scratch;
    private final ScratchPool<float[]> lefts;

    /** @param constant the elements of b when they never change */
    MatrixProduct(int m, int k, int n, Layout a, Layout b, float @Nullable [] constant) {
        this.m = m;
        this.k = k;
        this.n = n;
        this.a = a;
        this.b = b;
        int leftLength = Shape.of(Packing.roundUp(m, MicroKernel.ROWS), k).size();
        int rightLength = Shape.of(Packing.roundUp(n, unit), k).size();
        packed = constant == null ? null : new float[rightLength];
        if (packed != null) {
            for (int from = 0; from < n; from += COLUMNS) {
                packColumns(constant, 0, from, Math.min(n, from + COLUMNS), 0, k, packed, from * k);
            }
        }
        int blockLength = packed != null ? 0 : COLUMNS * Math.min(k, Packing.MAX_TERMS);
        scratch = new ScratchPool<>(() -> new Scratch(new Tiles(), new float[blockLength]));
        lefts = new ScratchPool<>(() -> new float[leftLength]);
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

    /** Multiplies the matrices that start at the given places of their arrays. */
    void run(float[] left, int leftAt, float[] right, int rightAt, float[] c, int cAt, Workers workers) {
        float[] rows = lefts.take();
        Packing.left(left, leftAt, m, a.rowStep(), k, a.columnStep(), rows);
        Tiles.Left packedLeft = new Tiles.Left(rows, k);
        workers.run(Math.ceilDiv(n, COLUMNS), task -> {
            int from = task * COLUMNS;
            int to = Math.min(n, from + COLUMNS);
            Tiles.Target target = new Tiles.Target(c, cAt + from, n, to - from);
            Scratch mine = scratch.take();
            for (int k0 = 0; k0 < k; k0 += Packing.MAX_TERMS) {
                int terms = Math.min(Packing.MAX_TERMS, k - k0);
                if (packed == null) {
                    packColumns(right, rightAt, from, to, k0, terms, mine.right, 0);
                    mine.tiles.multiply(packedLeft, 0, m, k0, terms, mine.right, 0, terms, target, k0 > 0);
                } else {
                    int at = from * k + k0 * unit;
                    mine.tiles.multiply(packedLeft, 0, m, k0, terms, packed, at, k, target, k0 > 0);
                }
            }
            scratch.give(mine);
        });
        lefts.give(rows);
    }
}
