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

    /** What becomes of a weight: its lane and column, and where the window of its step begins. */
    @FunctionalInterface
    private interface Target {
        void put(int step, int base, int lane, int column);
    }

    PickedRows(PrunedMatrix matrix, PickKernel kernel) {
        this.kernel = kernel;
        columns = matrix.columns();
        order = PrunedMatrix.longestFirst(matrix.counts());
        int lanes = kernel.rows();
        bands = Math.ceilDiv(columns, BAND);
        band = Packing.roundUp(Math.ceilDiv(columns, Math.max(1, bands)), lanes);
        groups = Math.ceilDiv(order.length, lanes);
        starts = new int[bands * groups + 1];
        for (int piece = 0; piece < bands * groups; piece++) {
            starts[piece + 1] = starts[piece] + steps(matrix, piece, (step, base, lane, column) -> {});
        }
        int steps = starts[bands * groups];
        weights = new float[Packing.LEAD + Shape.of(steps, lanes).size()];
        places = new byte[steps * lanes];
        bases = new int[steps];
        for (int piece = 0; piece < bands * groups; piece++) {
            int first = starts[piece];
            int group = piece % groups * lanes;
            steps(matrix, piece, (step, base, lane, column) -> {
                int at = (first + step) * lanes + lane;
                weights[Packing.LEAD + at] = matrix.weight(order[group + lane], column);
                places[at] = (byte) (column - base);
                bases[first + step] = base;
            });
        }
    }

    /** How many steps a group takes for a band. */
    private int steps(PrunedMatrix matrix, int piece, Target target) {
        int from = piece / groups * band;
        int to = Math.min(from + band, columns);
        int first = piece % groups * kernel.rows();
        int[] next = new int[Math.min(kernel.rows(), order.length - first)];
        Arrays.setAll(next, lane -> matrix.next(order[first + lane], from, to));
        int step = 0;
        for (int least = least(next); least < to; least = least(next)) {
            int base = least / kernel.rows() * kernel.rows();
            for (int lane = 0; lane < next.length; lane++) {
                int column = next[lane];
                if (column < Math.min(base + kernel.window(), to)) {
                    target.put(step, base, lane, column);
                    next[lane] = matrix.next(order[first + lane], column + 1, to);
                }
            }
            step++;
        }
        return step;
    }

    private static int least(int[] values) {
        int least = Integer.MAX_VALUE;
        for (int value : values) {
            least = Math.min(least, value);
        }
        return least;
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
