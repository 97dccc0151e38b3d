package dev.lathe.backend.cpu;

import dev.lathe.op.Reduce;
import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which elements of a tensor go into each result of a reduction: the kept and the reduced axes with their strides. Sums
 * are kept in double precision and run in row-major order.
 */
final class Folding {
    private final int[] keptDims;
    private final int[] keptStrides;
    private final int[] dims;
    private final int[] strides;
    private final int length;

    private Folding(Shape shape, int[] kept, int[] folded) {
        int[] all = shape.strides();
        keptDims = IntStream.of(kept).map(shape::dim).toArray();
        keptStrides = IntStream.of(kept).map(i -> all[i]).toArray();
        int[] extents = new int[folded.length];
        int[] steps = new int[folded.length];
        int axes = 0;
        int product = 1;
        for (int axis : folded) {
            boolean merge = axes > 0 && steps[axes - 1] == all[axis] * shape.dim(axis);
            axes += merge ? 0 : 1;
            extents[axes - 1] = merge ? extents[axes - 1] * shape.dim(axis) : shape.dim(axis);
            steps[axes - 1] = all[axis];
            product *= shape.dim(axis);
        }
        dims = axes == 0 ? new int[] {1} : Arrays.copyOf(extents, axes);
        strides = Arrays.copyOf(steps, dims.length);
        length = product;
    }

    static Folding of(Shape shape, boolean[] reduced) {
        return new Folding(
                shape,
                IntStream.range(0, reduced.length).filter(i -> !reduced[i]).toArray(),
                IntStream.range(0, reduced.length).filter(i -> reduced[i]).toArray());
    }

    /** Number of elements that go into one result. */
    int length() {
        return length;
    }

    /** Result {@code index} of {@code function} over {@code x}. */
    double fold(Reduce.Function function, float[] x, int index) {
        int start = start(index);
        return switch (function) {
            case SUM, MAX, MIN, PROD, L1, SUM_SQUARE -> walk(function, x, start, 0);
            case MEAN -> walk(Reduce.Function.SUM, x, start, 0) / length;
            case L2 -> Math.sqrt(walk(Reduce.Function.SUM_SQUARE, x, start, 0));
            case LOG_SUM -> Math.log(walk(Reduce.Function.SUM, x, start, 0));
            case LOG_SUM_EXP -> {
                double greatest = walk(Reduce.Function.MAX, x, start, 0);
                yield Double.isInfinite(greatest) ? greatest : greatest + Math.log(walk(function, x, start, greatest));
            }
        };
    }

    private int start(int index) {
        int start = 0;
        int rest = index;
        for (int i = keptDims.length - 1; i >= 0; i--) {
            start += rest % keptDims[i] * keptStrides[i];
            rest /= keptDims[i];
        }
        return start;
    }

    /** Folds all elements of one result; exponentials are taken relative to {@code shift}. */
    private double walk(Reduce.Function function, float[] x, int start, double shift) {
        double value =
                switch (function) {
                    case PROD -> 1;
                    case MAX -> Double.NEGATIVE_INFINITY;
                    case MIN -> Double.POSITIVE_INFINITY;
                    case SUM, MEAN, L1, L2, LOG_SUM, LOG_SUM_EXP, SUM_SQUARE -> 0;
                };
        int last = dims.length - 1;
        int run = dims[last];
        for (int i = 0; i < length; i += run) {
            int place = start;
            int rest = i / run;
            for (int axis = last - 1; axis >= 0; axis--) {
                place += rest % dims[axis] * strides[axis];
                rest /= dims[axis];
            }
            value = along(function, x, place, strides[last], run, value, shift);
        }
        return value;
    }

    /** {@code value} with {@code n} more elements folded in. */
    private static double along(
            Reduce.Function function, float[] x, int from, int step, int n, double value, double shift) {
        double result = value;
        switch (function) {
            case SUM, MEAN, LOG_SUM -> {
                for (int i = 0; i < n; i++) {
                    result += x[from + i * step];
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    result = Math.max(result, x[from + i * step]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    result = Math.min(result, x[from + i * step]);
                }
            }
            case PROD -> {
                for (int i = 0; i < n; i++) {
                    result *= x[from + i * step];
                }
            }
            case L1 -> {
                for (int i = 0; i < n; i++) {
                    result += Math.abs(x[from + i * step]);
                }
            }
            case L2, SUM_SQUARE -> {
                for (int i = 0; i < n; i++) {
                    result += (double) x[from + i * step] * x[from + i * step];
                }
            }
            case LOG_SUM_EXP -> {
                for (int i = 0; i < n; i++) {
                    result += Math.exp(x[from + i * step] - shift);
                }
            }
        }
        return result;
    }
}
