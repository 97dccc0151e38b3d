package dev.lathe.backend.cpu;

import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import java.util.Optional;

/**
 * Which tile of Winograd's method is the fastest for a convolution, if one is faster than a plain sum. Times are
 * estimates in multiply-adds of a register tile; they depend on shapes and on the width of vectors only.
 */
final class WinogradChoice {
    /**
     * Multiply-adds in the time in which a register tile waits for a weight that comes from memory. One core was
     * measured to do 90 billion multiply-adds a second, and to read 8 GB of weights while it does.
     */
    private static final double WEIGHT = 40;

    /** Share of a plain sum's time that is spent in register tiles. */
    private static final double PLAIN = 0.8;

    /** Multiply-adds in the time of transforming a tile for one channel: 13 nanoseconds of one core. */
    private static final double INPUT_FOUR = 1200;

    /** The same for one filter, 7 nanoseconds. */
    private static final double OUTPUT_FOUR = 650;

    /** Smaller tiles have four ninths of the elements, yet as many short loops. */
    private static final double INPUT_TWO = 700;

    private static final double OUTPUT_TWO = 350;

    /** Fewer channels: the roundings of the transforms would outweigh those of the sums (docs/numerics.md). */
    private static final int LEAST_CHANNELS = 16;

    private WinogradChoice() {}

    static Optional<WinogradLoops> of(Conv op, Operands operands) {
        if (!WinogradConv.accepts(op, operands) || operands.shape(1).dim(1) < LEAST_CHANNELS) {
            return Optional.empty();
        }
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w);
        double positions = (double) x.dim(0) * geometry.out()[0] * geometry.out()[1];
        double rows = Math.ceil(positions / MicroKernels.ROWS) * MicroKernels.ROWS;
        double plain = w.product(0, 4) * (rows / PLAIN + WEIGHT);
        double four = time(geometry, x.dim(0), w, WinogradMatrices.FOUR, INPUT_FOUR, OUTPUT_FOUR);
        double two = time(geometry, x.dim(0), w, WinogradMatrices.TWO, INPUT_TWO, OUTPUT_TWO);
        if (Math.min(two, four) >= plain) {
            return Optional.empty();
        }
        return Optional.of(two < four ? MicroKernels.WINOGRAD_TWO : MicroKernels.WINOGRAD_FOUR);
    }

    private static double time(
            Geometry geometry, int images, Shape w, WinogradMatrices matrices, double input, double output) {
        double tiles = (double) images
                * Math.ceilDiv(geometry.out()[0], matrices.out())
                * Math.ceilDiv(geometry.out()[1], matrices.out());
        double half = MicroKernels.COLUMNS / 2d;
        double lanes = Math.ceil(tiles / half) * half;
        double weights = (double) matrices.elements() * w.dim(0) * w.dim(1);
        return weights * (lanes + WEIGHT) + tiles * (input * w.dim(1) + output * w.dim(0));
    }
}
