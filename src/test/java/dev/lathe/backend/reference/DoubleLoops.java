package dev.lathe.backend.reference;

import dev.lathe.op.BatchNormalization;
import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.Gemm;
import dev.lathe.op.Operands;
import dev.lathe.op.Reduce;
import dev.lathe.op.Resampling;
import dev.lathe.op.Resize;
import dev.lathe.op.Softmax;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sums of doubles: products, reductions, normalisations. */
final class DoubleLoops {
    private DoubleLoops() {}

    static double[] batchNormalization(BatchNormalization op, DoubleCall call) {
        int channels = call.shape(0).dim(1);
        int area = call.shape(0).product(2, call.shape(0).rank());
        return call.each(i -> {
            int c = i / area % channels;
            double normal = (call.in(0)[i] - call.in(3)[c]) / Math.sqrt(call.in(4)[c] + op.epsilon());
            return call.in(1)[c] * normal + call.in(2)[c];
        });
    }

    /** The sum over each channel of an x [n, c, ...] of what {@code term} gives for its elements. */
    private static double[] perChannel(Shape x, IntToDoubleFunction term) {
        double[] sums = new double[x.dim(1)];
        int area = x.product(2, x.rank());
        for (int i = 0; i < x.size(); i++) {
            sums[i / area % sums.length] += term.applyAsDouble(i);
        }
        return sums;
    }

    static double[] moments(DoubleCall call) {
        Shape x = call.shape(0);
        int area = x.product(2, x.rank());
        double count = (double) x.size() / x.dim(1);
        double[] means = perChannel(x, i -> call.in(0)[i] / count);
        return call.index() == 0
                ? means
                : perChannel(x, i -> Math.pow(call.in(0)[i] - means[i / area % means.length], 2) / count);
    }

    static double[] batchNormalizationGradient(BatchNormalizationGradient op, DoubleCall call) {
        Shape x = call.shape(0);
        int area = x.product(2, x.rank());
        double count = (double) x.size() / x.dim(1);
        IntUnaryOperator channel = i -> i / area % x.dim(1);
        IntToDoubleFunction deviation = c -> Math.sqrt(call.in(4)[c] + op.epsilon());
        IntToDoubleFunction normal = i ->
                (call.in(1)[i] - call.in(3)[channel.applyAsInt(i)]) / deviation.applyAsDouble(channel.applyAsInt(i));
        double[] bias = perChannel(x, i -> call.in(0)[i]);
        double[] scale = perChannel(x, i -> call.in(0)[i] * normal.applyAsDouble(i));
        return switch (call.index()) {
            case 0 ->
                call.each(i -> {
                    int c = channel.applyAsInt(i);
                    double common = (bias[c] + normal.applyAsDouble(i) * scale[c]) / count;
                    return call.in(2)[c] / deviation.applyAsDouble(c) * (call.in(0)[i] - common);
                });
            case 1 -> scale;
            default -> bias;
        };
    }

    static double[] gemm(Gemm op, DoubleCall call) {
        int rows = call.result().dim(0);
        int columns = call.result().dim(1);
        int depth = call.shape(0).dim(op.transposeA() ? 0 : 1);
        Broadcast c = call.has(2) ? new Broadcast(call.shape(2), call.result()) : null;
        return call.each(i -> {
            int m = i / columns;
            int n = i % columns;
            double sum = 0;
            for (int k = 0; k < depth; k++) {
                double a = call.in(0)[op.transposeA() ? k * rows + m : m * depth + k];
                sum += a * call.in(1)[op.transposeB() ? n * depth + k : k * columns + n];
            }
            return op.alpha() * sum + (c == null ? 0 : op.beta() * call.in(2)[c.index(i)]);
        });
    }

    static double[] matMul(DoubleCall call) {
        Shape a = call.shape(0).rank() == 1 ? Shape.of(1, call.shape(0).dim(0)) : call.shape(0);
        Shape b = call.shape(1).rank() == 1 ? Shape.of(call.shape(1).dim(0), 1) : call.shape(1);
        Shape batch = Shape.broadcast(a.slice(0, a.rank() - 2), b.slice(0, b.rank() - 2));
        Broadcast left = new Broadcast(a.slice(0, a.rank() - 2), batch);
        Broadcast right = new Broadcast(b.slice(0, b.rank() - 2), batch);
        int rows = a.dim(a.rank() - 2);
        int depth = a.dim(a.rank() - 1);
        int columns = b.dim(b.rank() - 1);
        return call.each(i -> {
            int matrix = i / (rows * columns);
            int aAt = (left.index(matrix) * rows + i / columns % rows) * depth;
            int bAt = right.index(matrix) * depth * columns + i % columns;
            double sum = 0;
            for (int k = 0; k < depth; k++) {
                sum += call.in(0)[aAt + k] * call.in(1)[bAt + k * columns];
            }
            return sum;
        });
    }

    static double[] reduce(Reduce op, DoubleCall call, @Nullable Tensor axes) {
        boolean[] reduced = op.reduced(call.shape(0), axes);
        List<List<Integer>> groups =
                Reductions.groups(call.shape(0), reduced, call.result().size());
        return call.each(i -> Reductions.ofDoubles(
                op.function(),
                groups.get(i).stream().mapToDouble(at -> call.in(0)[at]).toArray()));
    }

    static double[] softmax(Softmax op, DoubleCall call) {
        int length = op.length(call.shape(0));
        int stride = op.stride(call.shape(0));
        return call.each(i -> {
            int start = i / (length * stride) * length * stride + i % stride;
            double greatest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < length; k++) {
                greatest = Math.max(greatest, call.in(0)[start + k * stride]);
            }
            double sum = 0;
            for (int k = 0; k < length; k++) {
                sum += Math.exp(call.in(0)[start + k * stride] - greatest);
            }
            double shifted = call.in(0)[i] - greatest;
            return op.log() ? shifted - Math.log(sum) : Math.exp(shifted) / sum;
        });
    }

    static double[] resize(Resize op, DoubleCall call, Operands operands) {
        List<Resampling> axes = op.resolve(operands).stream()
                .map(axis -> Resampling.of(op, axis))
                .toList();
        double[] found = new double[call.result().size()];
        Positions.each(call.result(), (at, element) -> found[element] = interpolate(axes, call, at, 0, 0));
        return found;
    }

    private static double interpolate(List<Resampling> axes, DoubleCall call, int[] at, int axis, int offset) {
        if (axis == at.length) {
            return call.in(0)[offset];
        }
        int first = axes.get(axis).first()[at[axis]];
        double[] weights = axes.get(axis).weights()[at[axis]];
        double[] parts = new double[weights.length];
        Arrays.setAll(
                parts,
                t -> weights[t]
                        * interpolate(
                                axes, call, at, axis + 1, offset * call.shape(0).dim(axis) + first + t));
        return Arrays.stream(parts).sum();
    }
}
