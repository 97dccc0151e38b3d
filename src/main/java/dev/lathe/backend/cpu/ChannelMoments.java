package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;
import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.Moments;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation in training, channels last. Sums of blocks of positions run along the lanes while a block is in
 * the first-level cache; those of all blocks are added up in double precision, in their order.
 */
final class ChannelMoments {
    /** Elements of a block. */
    private static final int BLOCK = 1 << 12;

    private final int channels;
    private final int positions;
    private final int perBlock;
    private final int blocks;

    private ChannelMoments(Shape x) {
        channels = x.dim(1);
        positions = Moments.count(x);
        perBlock = Math.max(1, BLOCK / Math.max(1, channels));
        blocks = Math.ceilDiv(positions, perBlock);
    }

    /** Block {@code block}: {@code count} positions from element {@code at} on. */
    @FunctionalInterface
    private interface Work {
        void accept(int block, int at, int count);
    }

    private void run(Workers workers, Work work) {
        Ranges.run(workers, blocks, (long) perBlock * channels / Ranges.LANES, (from, to) -> {
            for (int block = from; block < to; block++) {
                int first = block * perBlock;
                work.accept(block, first * channels, Math.min(perBlock, positions - first));
            }
        });
    }

    private int count(int block) {
        return Math.min(perBlock, positions - block * perBlock);
    }

    static Kernel moments(Shape shape) {
        ChannelMoments over = new ChannelMoments(shape);
        return (in, out, workers) -> {
            float[] x = operand(in, 0).floats();
            Scratch shared = workers.borrow();
            try {
                float[] means = shared.floats(0, over.blocks * over.channels);
                float[] squares = shared.floats(1, over.blocks * over.channels);
                over.run(workers, (block, at, count) -> over.moments(x, block, at, count, means, squares));
                over.join(means, squares, optional(out, 0), optional(out, 1));
            } finally {
                workers.giveBack(shared);
            }
        };
    }

    private void moments(float[] x, int block, int at, int count, float[] means, float[] squares) {
        int to = block * channels;
        MicroKernels.BACKWARD.sum(x, at, count, channels, means, to);
        for (int c = to; c < to + channels; c++) {
            means[c] /= count;
        }
        MicroKernels.BACKWARD.squares(x, at, count, channels, means, to, squares, to);
    }

    /**
     * Means and sums of squares of blocks, joined so that nothing cancels. (Chan, Golub and LeVeque, <i>Algorithms for
     * computing the sample variance</i>, 1983.)
     */
    private void join(float[] means, float[] squares, @Nullable Tensor mean, @Nullable Tensor variance) {
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int block = 0; block < blocks; block++) {
                sum += (double) means[block * channels + c] * count(block);
            }
            double middle = sum / Math.max(1, positions);
            double all = 0;
            for (int block = 0; block < blocks; block++) {
                double apart = means[block * channels + c] - middle;
                all += squares[block * channels + c] + apart * apart * count(block);
            }
            store(mean, c, middle);
            store(variance, c, all / Math.max(1, positions));
        }
    }

    static void store(@Nullable Tensor result, int index, double value) {
        if (result != null) {
            result.floats()[index] = (float) value;
        }
    }

    static Kernel gradient(BatchNormalizationGradient op, Shape shape) {
        ChannelMoments over = new ChannelMoments(shape);
        return (in, out, workers) -> {
            float[] dy = operand(in, 0).floats();
            float[] x = operand(in, 1).floats();
            float[] mean = operand(in, 3).floats();
            Scratch shared = workers.borrow();
            try {
                float[] sums = shared.floats(0, over.blocks * over.channels);
                float[] products = shared.floats(1, over.blocks * over.channels);
                over.run(workers, (block, at, count) -> {
                    int to = block * over.channels;
                    MicroKernels.BACKWARD.sum(dy, at, count, over.channels, sums, to);
                    MicroKernels.BACKWARD.products(dy, x, at, count, over.channels, mean, products, to);
                });
                double[] bias = over.total(sums);
                double[] scale = over.total(products);
                BackwardLoops.Slope slope = over.slope(
                        op, operand(in, 2).floats(), mean, operand(in, 4).floats(), bias, scale);
                for (int c = 0; c < over.channels; c++) {
                    store(optional(out, 1), c, scale[c]);
                    store(optional(out, 2), c, bias[c]);
                }
                Tensor dx = optional(out, 0);
                if (dx != null) {
                    over.run(
                            workers,
                            (_, at, count) ->
                                    MicroKernels.BACKWARD.slope(dy, x, dx.floats(), at, count, over.channels, slope));
                }
            } finally {
                workers.giveBack(shared);
            }
        };
    }

    private double[] total(float[] sums) {
        double[] total = new double[channels];
        for (int block = 0; block < blocks; block++) {
            for (int c = 0; c < channels; c++) {
                total[c] += sums[block * channels + c];
            }
        }
        return total;
    }

    /**
     * The factors of the derivative by x.
     *
     * @param met Σ dy·(x - mean) for each channel; becomes the derivative by the scale
     */
    private BackwardLoops.Slope slope(
            BatchNormalizationGradient op, float[] scale, float[] mean, float[] variance, double[] sum, double[] met) {
        float[] a = new float[channels];
        float[] b = new float[channels];
        float[] d = new float[channels];
        for (int c = 0; c < channels; c++) {
            double deviation = Math.sqrt((double) variance[c] + op.epsilon());
            double factor = scale[c] / deviation;
            met[c] /= deviation;
            a[c] = (float) factor;
            b[c] = (float) (-factor * met[c] / deviation / positions);
            d[c] = (float) (-factor * sum[c] / positions);
        }
        return new BackwardLoops.Slope(mean, a, b, d);
    }
}
