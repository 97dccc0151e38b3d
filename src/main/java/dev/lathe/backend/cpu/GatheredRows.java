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

    GatheredRows(KeptWeights kept, int columns, SparseLoops loops) {
        this.loops = loops;
        this.columns = columns;
        order = kept.longestFirst();
        int unit = loops.rows();
        starts = new int[Math.ceilDiv(order.length, unit) + 1];
        for (int chunk = 0; chunk + 1 < starts.length; chunk++) {
            long end = starts[chunk] + (long) kept.count(order[chunk * unit]) * unit;
            starts[chunk + 1] = Shape.of(end).size();
        }
        weights = new float[starts[starts.length - 1]];
        places = new short[weights.length];
        for (int i = 0; i < order.length; i++) {
            fill(kept, order[i], starts[i / unit] + i % unit);
        }
    }

    private void fill(KeptWeights kept, int row, int to) {
        int at = to;
        for (int k = kept.starts()[row]; k < kept.starts()[row + 1]; k++) {
            weights[at] = kept.weights()[k];
            places[at] = (short) kept.columns()[k];
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
