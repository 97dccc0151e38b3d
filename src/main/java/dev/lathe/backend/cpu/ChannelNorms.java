package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;

import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Lrn;
import dev.lathe.tensor.Shape;

/** Normalisations of images whose channels lie last: the same sums as {@link NormKernels}, along the lanes. */
final class ChannelNorms {
    private ChannelNorms() {}

    static Kernel batchNormalization(BatchNormalization op, Shape x) {
        int channels = x.dim(1);
        int positions = x.size() / Math.max(1, channels);
        return (in, out, workers) -> {
            float[] values = operand(in, 0).floats();
            float[] y = operand(out, 0).floats();
            float[] bias = operand(in, 2).floats();
            float[] mean = operand(in, 3).floats();
            float[] factors =
                    factors(op, operand(in, 1).floats(), operand(in, 4).floats());
            Ranges.run(
                    workers,
                    positions,
                    channels,
                    (from, to) -> MicroKernels.BACKWARD.scale(
                            values, y, from * channels, to - from, channels, mean, factors, bias));
        };
    }

    private static float[] factors(BatchNormalization op, float[] scale, float[] variance) {
        float[] factors = new float[scale.length];
        for (int c = 0; c < factors.length; c++) {
            factors[c] = (float) (scale[c] / Math.sqrt((double) variance[c] + op.epsilon()));
        }
        return factors;
    }

    static Kernel lrn(Lrn op, Shape x) {
        int channels = x.dim(1);
        int positions = x.size() / Math.max(1, channels);
        return (in, out, workers) -> {
            float[] values = operand(in, 0).floats();
            float[] y = operand(out, 0).floats();
            Ranges.run(workers, positions, (long) channels * Math.min(channels, op.size()), (from, to) -> {
                for (int at = from * channels; at < to * channels; at += channels) {
                    MicroKernels.CHANNELS.sumSquares(values, y, at, channels, op.before(), op.after());
                }
                NormKernels.shrink(op, values, y, from * channels, (to - from) * channels);
            });
        };
    }
}
