package dev.lathe.backend.cpu;

import dev.lathe.backend.DeviceOptions;
import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tune.Problem;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.Tuning;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which tile of Winograd's method is the fastest for a convolution, if one is faster than a plain sum: what was
 * measured ({@code lathe tune}), else what a model of the costs says. Its times are estimates in multiply-adds of a
 * register tile; they depend on shapes and on the width of vectors only. For few runs a plain sum is taken where the
 * method would save less than it takes to get ready.
 *
 * @param tuning asked for {@code TILE_OUT} of {@link TunedKernel#WINOGRAD}
 * @param runs how often a convolution will run, about
 */
record WinogradChoice(Tuning tuning, int runs) {
    /** Nothing was measured, and runs are many. */
    static final WinogradChoice MODEL = new WinogradChoice(Tuning.NONE, DeviceOptions.MANY);

    /**
     * Multiply-adds of one core in the time in which a weight comes from memory. A core was measured to do 100 billion
     * multiply-adds a second, and two of them together to read 41 GB of weights from one end to the other; a third of
     * that speed is taken off, as filters are read piece by piece.
     */
    private static final double WEIGHT = 30;

    /** The same where all that needs weights is done as they come, and computing hides behind reading: as measured. */
    private static final double STREAMED = 22;

    /** The same where weights are asked for while others are used, on a Zen 5; an estimate from one layer. */
    private static final double PREFETCHED = 16;

    /** The same for a filter's element that is made of those that are kept: 0.04 nanoseconds. */
    private static final double MADE = 4;

    /** Share of the shorter of computing and reading that the longer does not hide; an estimate. */
    private static final double EXPOSED = 0.15;

    /** Share of a plain sum's time that is spent in register tiles. */
    private static final double PLAIN = 0.93;

    /** Multiply-adds in the time of transforming a tile for one channel: 6 nanoseconds of one core. */
    private static final double INPUT_FOUR = 600;

    /** The same for one filter, and finishing its results: 5 nanoseconds. */
    private static final double OUTPUT_FOUR = 500;

    /** The smaller tile: 2 nanoseconds, and 1.5. */
    private static final double INPUT_TWO = 200;

    private static final double OUTPUT_TWO = 150;

    /** Along one axis: for an element of a group of lines, 0.4 nanoseconds. */
    private static final double INPUT_LINES = 40;

    /** The same for one filter and four results of a column, and finishing them: 0.4 nanoseconds. */
    private static final double OUTPUT_LINES = 40;

    /**
     * Multiply-adds in a layer's share of the time that the JVM takes to compile the method: 10 milliseconds, an
     * estimate (docs/decisions/0016-rehearsal.md).
     */
    private static final double COMPILED = 1e9;

    /** The same for transforming a weight of the filters: 15 nanoseconds. */
    private static final double TRANSFORMED = 1500;

    /**
     * Fewer terms of an element's sum: the roundings of the transforms would outweigh those of the sums
     * (docs/numerics.md).
     */
    private static final int LEAST_TERMS = 16;

    Optional<WinogradLoops> of(Conv op, Operands operands) {
        if (!accepts(op, operands)) {
            return Optional.empty();
        }
        return tuning.defines(TunedKernel.WINOGRAD.entry(), problem(op, operands))
                .map(measured -> tile(measured.getOrDefault("TILE_OUT", 0)))
                .orElseGet(() -> estimate(op, operands))
                .filter(loops -> pays(op, operands, time(op, operands, loops)));
    }

    /** The method along one axis only, for filters that are not 3x3 of stride 1. */
    Optional<LineLoops> lines(Conv op, Operands operands) {
        if (WinogradConv.accepts(op, operands)) {
            return Optional.empty();
        }
        return WinogradLines.loops(op, operands).filter(loops -> {
            Shape w = operands.shape(1);
            int stride = op.geometry(operands.shape(0), w).stride()[0];
            double time = time(op, operands, loops.matrices());
            return stride * w.dim(1) * w.dim(3) >= LEAST_TERMS
                    && time < plain(op, operands)
                    && pays(op, operands, time);
        });
    }

    /** Whether what all runs save by taking {@code time} makes up for getting ready. */
    private boolean pays(Conv op, Operands operands, double time) {
        double saved = plain(op, operands) - time;
        double weights = operands.shape(1).product(0, 4);
        return runs == DeviceOptions.MANY || runs * saved >= COMPILED + weights * TRANSFORMED;
    }

    /** Whether there is a choice at all. */
    static boolean accepts(Conv op, Operands operands) {
        return WinogradConv.accepts(op, operands) && operands.shape(1).dim(1) >= LEAST_TERMS;
    }

    /** What rows of the tuning database are about. */
    static Problem problem(Conv op, Operands operands) {
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(operands.shape(0), w);
        return Problem.of(operands.shape(0).dim(0), op.groups(), w.dim(1), w.dim(0) / op.groups(), geometry);
    }

    private static Optional<WinogradLoops> tile(int out) {
        return Stream.of(MicroKernels.WINOGRAD_TWO, MicroKernels.WINOGRAD_FOUR)
                .filter(loops -> loops.matrices().out() == out)
                .findFirst();
    }

    private static Optional<WinogradLoops> estimate(Conv op, Operands operands) {
        double four = time(op, operands, MicroKernels.WINOGRAD_FOUR);
        double two = time(op, operands, MicroKernels.WINOGRAD_TWO);
        if (Math.min(two, four) >= plain(op, operands)) {
            return Optional.empty();
        }
        return Optional.of(two < four ? MicroKernels.WINOGRAD_TWO : MicroKernels.WINOGRAD_FOUR);
    }

    private static double plain(Conv op, Operands operands) {
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w);
        double positions = (double) x.dim(0) * geometry.out()[0] * geometry.out()[1];
        double weights = w.product(0, 4);
        return time(weights * roundUp(positions) / PLAIN, weights);
    }

    private static double time(Conv op, Operands operands, WinogradLoops loops) {
        boolean four = loops == MicroKernels.WINOGRAD_FOUR;
        double input = four ? INPUT_FOUR : INPUT_TWO;
        double output = four ? OUTPUT_FOUR : OUTPUT_TWO;
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(operands.shape(0), w);
        WinogradMatrices matrices = loops.matrices();
        double tiles = (double) operands.shape(0).dim(0)
                * Math.ceilDiv(geometry.out()[0], matrices.out())
                * Math.ceilDiv(geometry.out()[1], matrices.out());
        double weights = (double) matrices.elements() * w.dim(0) * w.dim(1);
        double kept = weights * WinogradFilters.KEPT / matrices.side();
        double products = weights * roundUp(tiles);
        double sums = products + tiles * (input * w.dim(1) + output * w.dim(0));
        if (StreamedWinograd.streams(op, operands, loops).isPresent()) {
            return Math.max(sums, weights * STREAMED);
        }
        double all = sums + (weights - kept) * Math.ceil(tiles / WinogradConv.MANY_TILES) * MADE;
        if (WinogradProducts.prefetch(w.dim(1), (long) tiles, (long) kept).isPresent()) {
            return Math.max(all, kept * PREFETCHED);
        }
        return time(all, kept);
    }

    private static double time(Conv op, Operands operands, LineMatrices matrices) {
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(operands.shape(0), w);
        int stride = geometry.stride()[0];
        int width = geometry.out()[1];
        double tiles = (double) operands.shape(0).dim(0) * Math.ceilDiv(geometry.out()[0], matrices.out());
        double weights = (double) matrices.elements() * w.dim(0) * w.dim(1) * stride * w.dim(3);
        double group = (double) stride * geometry.in()[1] * operands.shape(0).dim(1);
        double sums = weights * roundUp(width) + INPUT_LINES * group + OUTPUT_LINES * width * w.dim(0);
        return time(tiles * sums, weights);
    }

    /** Rows of register tiles, of which the last may be half as long. */
    private static double roundUp(double rows) {
        double half = MicroKernels.ROWS / 2d;
        return Math.ceil(rows / half) * half;
    }

    /** Of computing and of reading weights, which overlap. */
    private static double time(double products, double weights) {
        double reading = weights * WEIGHT;
        return Math.max(products, reading) + EXPOSED * Math.min(products, reading);
    }
}
