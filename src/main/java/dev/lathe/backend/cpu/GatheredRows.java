package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;

/**
 * Rows whose inputs are gathered: SELL-C-sigma (Kreutzer, Hager, Wellein, Fehske, Bishop: A unified sparse matrix data
 * format, 2014). Rows are sorted by how many weights they keep; as many as {@link SparseLoops} sums at a time are a
 * chunk, which lies [step][row] and is as deep as its longest row. A weight takes six bytes: itself and its column.
 *
 * <p>Immutable.
 */
final class GatheredRows implements SparseRows {
    private final SparseLoops loops;
    private final int columns;

    /** Row of the matrix by place in the sorted order. */
    private final int[] order;

    /** Where chunks begin, and the last one ends. */
    private final int[] starts;

    private final float[] weights;
    private final short[] places;

    /** @param matrix of at most {@link #MOST_COLUMNS} columns */
    GatheredRows(PrunedMatrix matrix, SparseLoops loops) {
        this.loops = loops;
        columns = matrix.columns();
        int[] counts = matrix.counts();
        order = PrunedMatrix.longestFirst(counts);
        int unit = loops.rows();
        starts = new int[Math.ceilDiv(order.length, unit) + 1];
        for (int chunk = 0; chunk + 1 < starts.length; chunk++) {
            long end = starts[chunk] + (long) counts[order[chunk * unit]] * unit;
            starts[chunk + 1] = Shape.of(end).size();
        }
        weights = new float[starts[starts.length - 1]];
        places = new short[weights.length];
        for (int i = 0; i < order.length; i++) {
            fill(matrix, order[i], starts[i / unit] + i % unit);
        }
    }

    private void fill(PrunedMatrix matrix, int row, int to) {
        int at = to;
        for (int column = matrix.next(row, 0, columns);
                column < columns;
                column = matrix.next(row, column + 1, columns)) {
            weights[at] = matrix.weight(row, column);
            places[at] = (short) column;
            at += loops.rows();
        }
    }

    @Override
    public void multiply(int vectors, float[] x, int xAt, float[] c, int cAt, Workers workers) {
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
