package dev.lathe.backend.reference;

import dev.lathe.op.ArgReduce;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Loops that reduce an axis. */
final class Reductions {
    private Reductions() {}

    static void argReduce(ArgReduce op, Args args) {
        Tensor x = args.in(0);
        int axis = x.shape().axis(op.axis());
        int inner = x.shape().product(axis + 1, x.shape().rank());
        int length = x.shape().dim(axis);
        for (int i = 0; i < args.out(0).size(); i++) {
            int start = i / inner * length * inner + i % inner;
            int best = 0;
            for (int j = 1; j < length; j++) {
                int order = compare(x, start + j * inner, start + best * inner, op.max());
                best = order > 0 || (order == 0 && op.selectLast()) ? j : best;
            }
            args.out(0).longs()[i] = best;
        }
    }

    /** Positive if element {@code a} of {@code x} is more extreme than {@code b}, 0 if they are equal. */
    private static int compare(Tensor x, int a, int b, boolean max) {
        if (x.dtype() != DType.FLOAT32) {
            return max ? Long.compare(x.longAt(a), x.longAt(b)) : Long.compare(x.longAt(b), x.longAt(a));
        }
        float p = x.floats()[a];
        float q = x.floats()[b];
        if (Float.isNaN(p) || Float.isNaN(q)) {
            return Boolean.compare(Float.isNaN(p), Float.isNaN(q));
        }
        return p == q ? 0 : p > q == max ? 1 : -1;
    }

    static void reduce(Reduce op, Args args) {
        Tensor x = args.in(0);
        Tensor y = args.out(0);
        boolean[] reduced = op.reduced(x.shape(), args.has(1) ? args.in(1) : null);
        List<List<Integer>> groups = groups(x.shape(), reduced, y.size());
        for (int i = 0; i < y.size(); i++) {
            List<Integer> group = groups.get(i);
            if (x.dtype() == DType.FLOAT32) {
                y.set(
                        i,
                        ofDoubles(
                                op.function(),
                                group.stream().mapToDouble(x::doubleAt).toArray()));
            } else {
                y.set(
                        i,
                        ofLongs(
                                op.function(),
                                group.stream().mapToLong(x::longAt).toArray(),
                                x.dtype()));
            }
        }
    }

    /** For each of {@code count} results the elements of {@code x} that it reduces, in order. */
    static List<List<Integer>> groups(Shape x, boolean[] reduced, int count) {
        List<List<Integer>> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            groups.add(new ArrayList<>());
        }
        int[] strides = x.strides();
        for (int i = 0; i < x.size(); i++) {
            int group = 0;
            for (int axis = 0; axis < reduced.length; axis++) {
                if (!reduced[axis]) {
                    group = group * x.dim(axis) + i / strides[axis] % x.dim(axis);
                }
            }
            groups.get(group).add(i);
        }
        return groups;
    }

    /** {@code function} of all {@code values} together. */
    static double ofDoubles(Reduce.Function function, double[] values) {
        return switch (function) {
            case SUM -> sum(values);
            case MEAN -> sum(values) / values.length;
            case MAX -> greatest(values);
            case MIN -> {
                double least = Double.POSITIVE_INFINITY;
                for (double value : values) {
                    least = Math.min(least, value);
                }
                yield least;
            }
            case PROD -> {
                double product = 1;
                for (double value : values) {
                    product *= value;
                }
                yield product;
            }
            case L1 -> {
                double sum = 0;
                for (double value : values) {
                    sum += Math.abs(value);
                }
                yield sum;
            }
            case L2 -> Math.sqrt(squares(values));
            case LOG_SUM -> Math.log(sum(values));
            case LOG_SUM_EXP -> logSumExp(values);
            case SUM_SQUARE -> squares(values);
        };
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static double squares(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    private static double greatest(double[] values) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            greatest = Math.max(greatest, value);
        }
        return greatest;
    }

    /** Exponentials are taken relative to the greatest value, so that they cannot overflow. */
    private static double logSumExp(double[] values) {
        double greatest = greatest(values);
        if (Double.isInfinite(greatest)) {
            return greatest;
        }
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value - greatest);
        }
        return greatest + Math.log(sum);
    }

    private static long ofLongs(Reduce.Function function, long[] values, DType dtype) {
        long sum = 0;
        long absolute = 0;
        long squares = 0;
        long product = 1;
        long greatest = dtype == DType.UINT8 || dtype == DType.BOOL ? 0 : -1L << 8 * dtype.bytes() - 1;
        long least = dtype == DType.BOOL ? 1 : dtype == DType.UINT8 ? 255 : ~greatest;
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            long value = values[i];
            sum += value;
            absolute += Math.abs(value);
            squares += value * value;
            product *= value;
            greatest = Math.max(greatest, value);
            least = Math.min(least, value);
            doubles[i] = value;
        }
        return switch (function) {
            case SUM -> sum;
            case MEAN -> values.length == 0 ? 0 : sum / values.length;
            case MAX -> greatest;
            case MIN -> least;
            case PROD -> product;
            case L1 -> absolute;
            case L2 -> (long) Math.sqrt(squares);
            case LOG_SUM -> (long) Math.log(sum);
            case LOG_SUM_EXP -> (long) logSumExp(doubles);
            case SUM_SQUARE -> squares;
        };
    }

    static void softmax(Softmax op, Args args) {
        Tensor x = args.in(0);
        Tensor y = args.out(0);
        int length = op.length(x.shape());
        int stride = op.stride(x.shape());
        for (int row = 0; row < x.size() / Math.max(length, 1); row++) {
            int start = row / stride * length * stride + row % stride;
            double[] values = new double[length];
            for (int i = 0; i < length; i++) {
                values[i] = x.doubleAt(start + i * stride);
            }
            double greatest = greatest(values);
            double sum = 0;
            for (double value : values) {
                sum += Math.exp(value - greatest);
            }
            for (int i = 0; i < length; i++) {
                double shifted = values[i] - greatest;
                y.set(start + i * stride, op.log() ? shifted - Math.log(sum) : Math.exp(shifted) / sum);
            }
        }
    }
}
