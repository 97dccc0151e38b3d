package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;
import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.op.BatchNormalization;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.Lrn;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Normalisations: moments in double precision, each element in single precision. */
final class NormKernels {
    private NormKernels() {}

    static Kernel batchNormalization(BatchNormalization op, Operands operands) {
        Shape shape = operands.shape(0);
        int channels = shape.dim(1);
        int area = shape.product(2, shape.rank());
        return (in, out, workers) -> {
            float[] x = operand(in, 0).floats();
            float[] y = operand(out, 0).floats();
            float[] scale = operand(in, 1).floats();
            float[] bias = operand(in, 2).floats();
            float[] mean = operand(in, 3).floats();
            float[] variance = operand(in, 4).floats();
            Ranges.run(workers, shape.dim(0) * channels, area, (from, to) -> {
                for (int plane = from; plane < to; plane++) {
                    int c = plane % channels;
                    float factor = (float) (scale[c] / Math.sqrt((double) variance[c] + op.epsilon()));
                    affine(x, y, plane * area, area, mean[c], factor, bias[c]);
                }
            });
        };
    }

    /** y = (x - centre)·factor + bias: taking the centre off first loses nothing when x is close to it. */
    private static void affine(float[] x, float[] y, int from, int count, float centre, float factor, float bias) {
        for (int i = from; i < from + count; i++) {
            y[i] = (x[i] - centre) * factor + bias;
        }
    }

    static Kernel groupNormalization(GroupNormalization op, Operands operands) {
        return channelGroups(operands.shape(0), op.groups(), op.epsilon());
    }

    static Kernel instanceNormalization(InstanceNormalization op, Operands operands) {
        return channelGroups(operands.shape(0), operands.shape(0).dim(1), op.epsilon());
    }

    private static Kernel channelGroups(Shape shape, int groups, float epsilon) {
        int area = shape.product(2, shape.rank());
        int perGroup = groups == 0 ? 0 : shape.dim(1) / groups;
        int count = perGroup * area;
        return (in, out, workers) -> {
            float[] x = operand(in, 0).floats();
            float[] y = operand(out, 0).floats();
            float[] scale = operand(in, 1).floats();
            float[] bias = operand(in, 2).floats();
            Ranges.run(workers, shape.dim(0) * groups, 3L * count, (from, to) -> {
                for (int group = from; group < to; group++) {
                    double mean = Sums.of(x, group * count, count) / count;
                    double inverse = inverseDeviation(x, group * count, count, mean, epsilon);
                    for (int i = 0; i < perGroup; i++) {
                        int c = group % groups * perGroup + i;
                        float factor = (float) (scale[c] * inverse);
                        affine(x, y, group * count + i * area, area, (float) mean, factor, bias[c]);
                    }
                }
            });
        };
    }

    private static double inverseDeviation(float[] x, int from, int count, double mean, float epsilon) {
        return 1 / Math.sqrt(Sums.ofSquares(x, from, count, mean) / count + epsilon);
    }

    static Kernel layerNormalization(LayerNormalization op, Operands operands) {
        Shape shape = operands.shape(0);
        int first = shape.axis(op.axis());
        Shape inner = shape.slice(first, shape.rank());
        int count = inner.size();
        int[] scaleAt = stretch(operands.shape(1), inner);
        int[] biasAt = operands.has(2) ? stretch(operands.shape(2), inner) : new int[count];
        return (in, out, workers) -> {
            float[] x = operand(in, 0).floats();
            float[] scale = operand(in, 1).floats();
            float[] bias = operands.has(2) ? operand(in, 2).floats() : new float[1];
            Ranges.run(workers, shape.product(0, first), 4L * count, (from, to) -> {
                for (int row = from; row < to; row++) {
                    int at = row * count;
                    double mean = Sums.of(x, at, count) / count;
                    double inverse = inverseDeviation(x, at, count, mean, op.epsilon());
                    if (out.getFirst() != null) {
                        float[] y = operand(out, 0).floats();
                        affine(x, y, at, count, (float) mean, (float) inverse, 0);
                        for (int i = 0; i < count; i++) {
                            y[at + i] = y[at + i] * scale[scaleAt[i]] + bias[biasAt[i]];
                        }
                    }
                    store(out, 1, row, mean);
                    store(out, 2, row, inverse);
                }
            });
        };
    }

    private static void store(List<@Nullable Tensor> out, int result, int index, double value) {
        if (optional(out, result) != null) {
            operand(out, result).floats()[index] = (float) value;
        }
    }

    /** For each element of {@code to}, where its value lies in a tensor of shape {@code from} broadcast to it. */
    private static int[] stretch(Shape from, Shape to) {
        Strides strides = Strides.of(to, from);
        int[] indices = new int[to.size()];
        Arrays.setAll(indices, i -> strides.offset(0, i));
        return indices;
    }

    static Kernel lrn(Lrn op, Operands operands) {
        Shape shape = operands.shape(0);
        int channels = shape.dim(1);
        int area = shape.product(2, shape.rank());
        long steps = area * (long) Math.min(channels, op.size());
        return (in, out, workers) -> {
            float[] x = operand(in, 0).floats();
            float[] y = operand(out, 0).floats();
            Ranges.run(workers, shape.dim(0) * channels, steps, (from, to) -> {
                for (int plane = from; plane < to; plane++) {
                    int c = plane % channels;
                    int first = plane - Math.min(c, op.before());
                    int last = plane + Math.min(channels - 1 - c, op.after());
                    sumSquares(x, y, plane, first, last, area);
                    shrink(op, x, y, plane * area, area);
                }
            });
        };
    }

    /** Writes into plane {@code plane} of y the squares of planes {@code first} to {@code last} of x, added up. */
    private static void sumSquares(float[] x, float[] y, int plane, int first, int last, int area) {
        int to = plane * area;
        for (int i = 0; i < area; i++) {
            y[to + i] = x[first * area + i] * x[first * area + i];
        }
        for (int other = first + 1; other <= last; other++) {
            int at = other * area;
            for (int i = 0; i < area; i++) {
                y[to + i] += x[at + i] * x[at + i];
            }
        }
    }

    /** Divides x by the powers of sums of squares, which {@code y} holds. */
    static void shrink(Lrn op, float[] x, float[] y, int from, int count) {
        float alpha = op.alpha() / op.size();
        float bias = op.bias();
        if (op.beta() == 0.75f) {
            // Every published network has this exponent, and two square roots are far cheaper than a power.
            for (int i = from; i < from + count; i++) {
                float root = (float) Math.sqrt(bias + alpha * y[i]);
                y[i] = x[i] / (root * (float) Math.sqrt(root));
            }
        } else {
            for (int i = from; i < from + count; i++) {
                y[i] = (float) (x[i] / Math.pow(bias + alpha * y[i], op.beta()));
            }
        }
    }
}
