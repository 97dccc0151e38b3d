package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Rows of a pruned matrix, to be multiplied by vectors: SELL-C-sigma (Kreutzer, Hager, Wellein, Fehske, Bishop: A
 * unified sparse matrix data format, 2014). Rows are sorted by how many weights they keep; as many as
 * {@link SparseLoops} sums at a time are a chunk, which lies [step][row] and is as deep as its longest row. A weight
 * takes six bytes: itself and its column.
 *
 * <p>Immutable.
 */
final class SparseRows {
    /** What sixteen bits tell apart. */
    static final int MOST_COLUMNS = 1 << Short.SIZE;

    private final SparseLoops loops;
    private final int columns;

    /** Row of the matrix by place in the sorted order. */
    private final int[] order;

    /** Where chunks begin, and the last one ends. */
    private final int[] starts;

    private final float[] weights;
    private final short[] places;

    /**
     * @param columns at most {@link #MOST_COLUMNS}
     * @param layout of {@code matrix}
     */
    SparseRows(int rows, int columns, MatrixProduct.Layout layout, float[] matrix, SparseLoops loops) {
        this.loops = loops;
        this.columns = columns;
        int[] counts = counts(rows, columns, layout, matrix);
        order = sorted(counts);
        int unit = loops.rows();
        starts = new int[Math.ceilDiv(rows, unit) + 1];
        for (int chunk = 0; chunk + 1 < starts.length; chunk++) {
            long end = starts[chunk] + (long) counts[order[chunk * unit]] * unit;
            starts[chunk + 1] = Shape.of(end).size();
        }
        weights = new float[starts[starts.length - 1]];
        places = new short[weights.length];
        for (int i = 0; i < rows; i++) {
            fill(matrix, order[i] * layout.rowStep(), layout.columnStep(), starts[i / unit] + i % unit);
        }
    }

    /** How many weights each row keeps. */
    private static int[] counts(int rows, int columns, MatrixProduct.Layout layout, float[] matrix) {
        int[] counts = new int[rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                counts[row] += matrix[row * layout.rowStep() + column * layout.columnStep()] == 0 ? 0 : 1;
            }
        }
        return counts;
    }

    /** Longest rows first. */
    private static int[] sorted(int[] counts) {
        Integer[] rows = new Integer[counts.length];
        Arrays.setAll(rows, row -> row);
        Arrays.sort(rows, Comparator.comparingInt(row -> -counts[row]));
        return Arrays.stream(rows).mapToInt(row -> row).toArray();
    }

    private void fill(float[] matrix, int from, int step, int to) {
        int at = to;
        for (int column = 0; column < columns; column++) {
            float weight = matrix[from + column * step];
            if (weight != 0) {
                weights[at] = weight;
                places[at] = (short) column;
                at += loops.rows();
            }
        }
    }

    /** {@code c[i·rows + row] = sum over k of matrix[row][k]·x[xAt + i·columns + k]} for i in 0..vectors-1. */
    void multiply(int vectors, float[] x, int xAt, float[] c, int cAt, Workers workers) {
        int unit = loops.rows();
        workers.run(starts.length - 1, (chunk, scratch) -> {
            float[] sums = scratch.floats(0, unit);
            int[] spare = scratch.ints(unit);
            int steps = (starts[chunk + 1] - starts[chunk]) / unit;
            int count = Math.min(unit, order.length - chunk * unit);
            for (int i = 0; i < vectors; i++) {
                loops.gather(weights, places, starts[chunk], steps, x, xAt + i * columns, spare, sums);
                for (int r = 0; r < count; r++) {
                    c[cAt + i * order.length + order[chunk * unit + r]] = sums[r];
                }
            }
        });
    }
}
