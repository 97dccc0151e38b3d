package dev.lathe.backend.reference;

import dev.lathe.op.BatchNormalization;
import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.Lrn;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;

/** Normalisation loops. */
final class Norms {
    private Norms() {}

    /** Mean and 1/sqrt(population variance + epsilon) of consecutive elements. */
    private record Moments(double mean, double inverseDeviation) {
        static Moments of(float[] x, int from, int count, float epsilon) {
            double sum = 0;
            for (int i = from; i < from + count; i++) {
                sum += x[i];
            }
            double mean = sum / count;
            double squares = 0;
            for (int i = from; i < from + count; i++) {
                squares += (x[i] - mean) * (x[i] - mean);
            }
            return new Moments(mean, 1 / Math.sqrt(squares / count + epsilon));
        }

        double apply(double x) {
            return (x - mean) * inverseDeviation;
        }
    }

    static void batchNormalization(BatchNormalization op, Args args) {
        Tensor x = args.in(0);
        int channels = x.shape().dim(1);
        int area = x.shape().product(2, x.shape().rank());
        for (int i = 0; i < x.size(); i++) {
            int c = i / area % channels;
            double deviation = Math.sqrt(args.in(4).doubleAt(c) + op.epsilon());
            double normal = (x.doubleAt(i) - args.in(3).doubleAt(c)) / deviation;
            args.out(0).set(i, args.in(1).doubleAt(c) * normal + args.in(2).doubleAt(c));
        }
    }

    static void moments(Args args) {
        Tensor x = args.in(0);
        int channels = x.shape().dim(1);
        int area = x.shape().product(2, x.shape().rank());
        double count = Math.max(1, x.size() / Math.max(1, channels));
        double[] means = new double[channels];
        double[] variances = new double[channels];
        for (int i = 0; i < x.size(); i++) {
            means[i / area % channels] += x.doubleAt(i) / count;
        }
        for (int i = 0; i < x.size(); i++) {
            int c = i / area % channels;
            variances[c] += (x.doubleAt(i) - means[c]) * (x.doubleAt(i) - means[c]) / count;
        }
        set(args, 0, means);
        set(args, 1, variances);
    }

    static void batchNormalizationGradient(BatchNormalizationGradient op, Args args) {
        Tensor x = args.in(1);
        int channels = x.shape().dim(1);
        int area = x.shape().product(2, x.shape().rank());
        double count = x.size() / Math.max(1, channels);
        double[] bias = new double[channels];
        double[] scale = new double[channels];
        for (int i = 0; i < x.size(); i++) {
            int c = i / area % channels;
            bias[c] += args.in(0).doubleAt(i);
            scale[c] += args.in(0).doubleAt(i) * normal(op, args, i, c);
        }
        for (int i = 0; args.wants(0) && i < x.size(); i++) {
            int c = i / area % channels;
            double sum = bias[c] + normal(op, args, i, c) * scale[c];
            double factor = args.in(2).doubleAt(c) / deviation(op, args, c);
            args.out(0).set(i, factor * (args.in(0).doubleAt(i) - sum / count));
        }
        set(args, 1, scale);
        set(args, 2, bias);
    }

    private static double deviation(BatchNormalizationGradient op, Args args, int channel) {
        return Math.sqrt(args.in(4).doubleAt(channel) + op.epsilon());
    }

    /** Element {@code i} of x, of {@code channel}, normalised. */
    private static double normal(BatchNormalizationGradient op, Args args, int i, int channel) {
        return (args.in(1).doubleAt(i) - args.in(3).doubleAt(channel)) / deviation(op, args, channel);
    }

    private static void set(Args args, int result, double[] values) {
        for (int i = 0; args.wants(result) && i < values.length; i++) {
            args.out(result).set(i, values[i]);
        }
    }

    static void groupNormalization(GroupNormalization op, Args args) {
        channelGroups(args, op.groups(), op.epsilon());
    }

    static void instanceNormalization(InstanceNormalization op, Args args) {
        channelGroups(args, args.in(0).shape().dim(1), op.epsilon());
    }

    private static void channelGroups(Args args, int groups, float epsilon) {
        Tensor x = args.in(0);
        if (x.size() == 0) {
            return;
        }
        int channels = x.shape().dim(1);
        int area = x.shape().product(2, x.shape().rank());
        int count = channels / groups * area;
        for (int from = 0; from < x.size(); from += count) {
            Moments moments = Moments.of(x.floats(), from, count, epsilon);
            for (int i = from; i < from + count; i++) {
                int c = i / area % channels;
                double normal = moments.apply(x.doubleAt(i));
                args.out(0).set(i, args.in(1).doubleAt(c) * normal + args.in(2).doubleAt(c));
            }
        }
    }

    static void layerNormalization(LayerNormalization op, Args args) {
        Tensor x = args.in(0);
        int first = x.shape().axis(op.axis());
        Shape inner = x.shape().slice(first, x.shape().rank());
        int outer = x.shape().product(0, first);
        for (int o = 0; o < outer; o++) {
            Moments moments = Moments.of(x.floats(), o * inner.size(), inner.size(), op.epsilon());
            if (args.wants(0)) {
                for (int i = 0; i < inner.size(); i++) {
                    double bias = args.has(2) ? stretched(args.in(2), i, inner) : 0;
                    double normal = moments.apply(x.doubleAt(o * inner.size() + i));
                    args.out(0).set(o * inner.size() + i, normal * stretched(args.in(1), i, inner) + bias);
                }
            }
            if (args.wants(1)) {
                args.out(1).set(o, moments.mean);
            }
            if (args.wants(2)) {
                args.out(2).set(o, moments.inverseDeviation);
            }
        }
    }

    /** What {@code tensor}, broadcast to {@code to}, holds at the flat index {@code i}. */
    private static double stretched(Tensor tensor, int i, Shape to) {
        int[] position = new int[to.rank()];
        Taps.unflatten(i, to.dims(), position);
        int flat = 0;
        int shift = to.rank() - tensor.shape().rank();
        for (int axis = 0; axis < tensor.shape().rank(); axis++) {
            int extent = tensor.shape().dim(axis);
            flat = flat * extent + (extent == 1 ? 0 : position[axis + shift]);
        }
        return tensor.doubleAt(flat);
    }

    static void lrn(Lrn op, Args args) {
        Tensor x = args.in(0);
        int channels = x.shape().dim(1);
        int area = x.shape().product(2, x.shape().rank());
        for (int i = 0; i < x.size(); i++) {
            int c = i / area % channels;
            int first = Math.max(0, c - op.before());
            int last = (int) Math.min(channels - 1, (long) c + op.after());
            double squares = 0;
            for (int other = first; other <= last; other++) {
                double value = x.doubleAt(i + (other - c) * area);
                squares += value * value;
            }
            double base = op.bias() + (double) op.alpha() / op.size() * squares;
            args.out(0).set(i, x.doubleAt(i) / Math.pow(base, op.beta()));
        }
    }
}
