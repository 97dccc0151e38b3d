package dev.lathe.backend.cpu;

import dev.lathe.op.Conv;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import java.util.Objects;

/**
 * Whether a layer keeps so few of its weights that sums over them alone are faster than those of the dense kernels.
 * Times are estimates in nanoseconds of one core, measured as docs/decisions/0018-sparse-kernels.md says; they depend
 * on shapes and on how many weights are zero, not on threads.
 */
final class SparseChoice {
    /** Gathering for a weight that is kept. */
    private static final double GATHER = 0.3;

    /** Picking for a weight that is kept and comes from memory. */
    private static final double PICK = 0.22;

    /** Picking for one that comes from a cache. */
    private static final double PICK_CACHED = 0.1;

    /** A weight of a dense matrix that comes from memory. */
    private static final double READ = 0.11;

    /** One that comes from a cache. */
    private static final double CACHED = 0.055;

    /** Elements from which on a matrix is not expected to be in a cache when its layer's turn comes. */
    private static final int CACHE = 1 << 22;

    private static final int LANES = MicroKernels.COLUMNS / 2;

    /** A multiply-add of a register tile. */
    private static final double TILE = 0.138 / LANES;

    /** Finishing a result of register tiles. */
    private static final double FINISH = 0.2;

    /** A position's share of a weight that is kept: bringing it near, and its lane of a multiply-add. */
    private static final double SUM = 0.017 + 0.144 / LANES;

    /** Turning an element of an image. */
    private static final double TURN = 0.2;

    /** Finishing a result and turning it back. */
    private static final double TURN_BACK = 0.2;

    /** How much faster it has to look. */
    private static final double MARGIN = 1.2;

    private SparseChoice() {}

    /**
     * For products of {@code vectors} vectors and a matrix.
     *
     * @param matrix [rows, columns] in whatever order
     */
    static boolean leavesOut(int vectors, int rows, int columns, float[] matrix) {
        if (!MicroKernels.VECTORS || vectors == 0 || columns > KeptWeights.MOST_COLUMNS) {
            return false;
        }
        double elements = (double) rows * columns;
        boolean cached = elements < CACHE;
        double dense = elements * (cached ? CACHED : READ);
        double most = dense / (MARGIN * kept(rows, cached) * vectors);
        return most >= 1 && keepsAtMost(most, matrix, rows * columns);
    }

    /** What a weight that is kept costs, with its share of rows that there are not. */
    private static double kept(int rows, boolean cached) {
        int unit = MicroKernels.PICK.map(PickKernel::rows).orElse(MicroKernels.SPARSE.rows());
        double padded = (double) Packing.roundUp(rows, unit) / rows;
        if (MicroKernels.PICK.isEmpty()) {
            return GATHER * padded;
        }
        return (cached ? PICK_CACHED : PICK) * padded;
    }

    /** For convolutions of one tap, channels last. */
    static boolean sums(Conv op, Operands operands) {
        if (!MicroKernels.VECTORS || !SparseConv.accepts(op, operands)) {
            return false;
        }
        Shape w = operands.shape(1);
        Shape result = op.infer(operands).get(0).shape();
        int filters = w.dim(0);
        int channels = w.dim(1);
        int positions = result.dim(0) * result.product(2, result.rank());
        double results = (double) filters * positions;
        double dense = results * (channels * TILE + FINISH);
        double around = results * TURN_BACK + (double) channels * positions * TURN;
        // the last strip takes about half the time if half of it is empty
        int seen = Packing.roundUp(positions, MicroKernels.SPARSE.positions() / 2);
        double most = (dense / MARGIN - around) / (SUM * seen);
        float[] weights = Objects.requireNonNull(operands.valueOrNull(1)).floats();
        return most >= 0 && keepsAtMost(most, weights, filters * channels);
    }

    /** Gives up as soon as it is not so: most layers are dense, and their weights many. */
    private static boolean keepsAtMost(double most, float[] weights, int size) {
        int kept = 0;
        for (int i = 0; i < size && kept <= most; i++) {
            kept += weights[i] == 0 ? 0 : 1;
        }
        return kept <= most;
    }
}
