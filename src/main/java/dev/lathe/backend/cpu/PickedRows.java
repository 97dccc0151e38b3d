package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;
import java.util.Arrays;

/**
 * Rows whose inputs are picked from registers. Rows are sorted by how many weights they keep; as many as a
 * {@link PickKernel} sums side by side are a group. In each step those of a group go on by one weight whose next one
 * lies in the window that begins at the line of the least of them; the others wait with a zero. A band of columns is
 * done for all groups before the next one, so that its inputs stay in the first-level cache beside the weights, which
 * come from memory. A step takes a weight and a byte for each row and a place for all.
 *
 * <p>Immutable.
 */
final class PickedRows implements SparseRows {
    /** Columns of a band, at most. */
    private static final int BAND = 2304;

    private final PickKernel kernel;
    private final int columns;
    private final int band;
    private final int bands;
    private final int groups;

    /** Row of the matrix by place in the sorted order. */
    private final int[] order;

    /** The first step of each group, band by band, and the end of the last one. */
    private final int[] starts;

    private final float[] weights;
    private final byte[] places;
    private final int[] bases;

    /** What becomes of a weight: its lane, which number it is, and where the window of its step begins. */
    @FunctionalInterface
    private interface Target {
        void put(int step, int base, int lane, int weight);
    }

    PickedRows(KeptWeights kept, int columns, PickKernel kernel) {
        this.kernel = kernel;
        this.columns = columns;
        order = kept.longestFirst();
        int lanes = kernel.rows();
        bands = Math.ceilDiv(columns, BAND);
        band = Packing.roundUp(Math.ceilDiv(columns, Math.max(1, bands)), lanes);
        groups = Math.ceilDiv(order.length, lanes);
        starts = new int[bands * groups + 1];
        // rows go on from band to band where they stopped
        int[] next = Arrays.stream(order).map(row -> kept.starts()[row]).toArray();
        for (int piece = 0; piece < bands * groups; piece++) {
            starts[piece + 1] = starts[piece] + steps(kept, piece, next, (step, base, lane, weight) -> {});
        }
        int steps = starts[bands * groups];
        weights = new float[Packing.LEAD + Shape.of(steps, lanes).size()];
        places = new byte[steps * lanes];
        bases = new int[steps];
        Arrays.setAll(next, i -> kept.starts()[order[i]]);
        for (int piece = 0; piece < bands * groups; piece++) {
            int first = starts[piece];
            steps(kept, piece, next, (step, base, lane, weight) -> {
                int at = (first + step) * lanes + lane;
                weights[Packing.LEAD + at] = kept.weights()[weight];
                places[at] = (byte) (kept.columns()[weight] - base);
                bases[first + step] = base;
            });
        }
    }

    /**
     * How many steps a group takes for a band.
     *
     * @param next weights of all rows, in their order; moved on to the next band
     */
    private int steps(KeptWeights kept, int piece, int[] next, Target target) {
        int end = Math.min((piece / groups + 1) * band, columns);
        int first = piece % groups * kernel.rows();
        int count = Math.min(kernel.rows(), order.length - first);
        int step = 0;
        for (int least = least(kept, next, first, count); least < end; least = least(kept, next, first, count)) {
            int base = least / kernel.rows() * kernel.rows();
            for (int lane = 0; lane < count; lane++) {
                int weight = next[first + lane];
                if (column(kept, first + lane, weight) < Math.min(base + kernel.window(), end)) {
                    target.put(step, base, lane, weight);
                    next[first + lane]++;
                }
            }
            step++;
        }
        return step;
    }

    /** The least column of the next weights of a group. */
    private int least(KeptWeights kept, int[] next, int first, int count) {
        int least = columns;
        for (int i = first; i < first + count; i++) {
            least = Math.min(least, column(kept, i, next[i]));
        }
        return least;
    }

    /**
     * The column of a weight, or, of one that the row at that place of the order does not have, what follows the last.
     */
    private int column(KeptWeights kept, int place, int weight) {
        return weight < kept.starts()[order[place] + 1] ? kept.columns()[weight] : columns;
    }

    @Override
    public void multiply(int vectors, float[] x, int xAt, float[] c, int cAt, Workers workers) {
        int pitch = Packing.roundUp(columns, kernel.rows()) + kernel.window();
        Scratch shared = workers.borrow();
        try {
            float[] copy = shared.floats(
                    0, Packing.alignedLength(Shape.of(vectors, pitch).size()));
            for (int i = 0; i < vectors; i++) {
                int to = Packing.LEAD + i * pitch;
                System.arraycopy(x, xAt + i * columns, copy, to, columns);
                Arrays.fill(copy, to + columns, to + pitch, 0);
            }
            int shares = Math.min(groups, Shares.of(weights.length, workers));
            workers.run(shares, (share, mine) -> {
                int first = Shares.begin(groups, share, shares);
                int end = Shares.begin(groups, share + 1, shares);
                multiply(first, end, vectors, copy, pitch, c, cAt, mine);
            });
        } finally {
            workers.giveBack(shared);
        }
    }

    /** Groups first..end-1 times vectors that lie {@code pitch} apart. */
    private void multiply(int first, int end, int vectors, float[] x, int pitch, float[] c, int cAt, Scratch mine) {
        int lanes = kernel.rows();
        int rows = (end - first) * lanes;
        float[] sums = mine.floats(0, rows * vectors);
        Arrays.fill(sums, 0, rows * vectors, 0);
        for (int i = 0; i < bands; i++) {
            for (int group = first; group < end; group++) {
                int piece = i * groups + group;
                for (int v = 0; v < vectors; v++) {
                    int to = v * rows + (group - first) * lanes;
                    int xAt = Packing.LEAD + v * pitch;
                    kernel.pick(weights, places, bases, starts[piece], starts[piece + 1], x, xAt, sums, to);
                }
            }
        }
        int count = Math.min(rows, order.length - first * lanes);
        for (int v = 0; v < vectors; v++) {
            for (int i = 0; i < count; i++) {
                c[cAt + v * order.length + order[first * lanes + i]] = sums[v * rows + i];
            }
        }
    }
}
