package dev.lathe.op;

import dev.lathe.op.Resize.Axis;
import dev.lathe.op.Resize.Coordinates;
import dev.lathe.op.Resize.Interpolation;
import java.util.Arrays;

/**
 * Which positions of one axis {@link Resize} makes a result position of. Result position {@code o} is the sum over t of
 * {@code weights[o][t]} times input position {@code first[o] + t}; all of them lie inside the axis.
 *
 * <p>Positions come from the formulas of the ONNX specification in single precision, as in ONNX Runtime: NEAREST jumps
 * where they are whole or half numbers, and rounding decides on which side they fall.
 *
 * @param first -1 where the extrapolation value stands, because {@code TF_CROP_AND_RESIZE} looks outside
 * @param weights one or more each, none where {@code first} is -1. Not to be written
 */
public record Resampling(int[] first, double[][] weights) {
    /** What is within a millionth of the middle between two neighbours is in the middle, as in ONNX Runtime. */
    private static final double HALF = 0.5 + 1e-6;

    private static final double[] ONE = {1};
    private static final double[] NONE = {};

    /** The neighbours and weights of {@code axis} as {@code op} resolved it. */
    public static Resampling of(Resize op, Axis axis) {
        Resampling result = new Resampling(new int[axis.out()], new double[axis.out()][]);
        if (axis.scale() == 1 && op.coordinates() != Coordinates.TF_CROP_AND_RESIZE) {
            Arrays.setAll(result.first, o -> o);
            Arrays.fill(result.weights, ONE);
            return result;
        }
        for (int o = 0; o < axis.out(); o++) {
            float at = position(op.coordinates(), axis, o);
            if (op.coordinates() == Coordinates.TF_CROP_AND_RESIZE && !(at >= 0 && at <= axis.in() - 1)) {
                result.first[o] = -1;
                result.weights[o] = NONE;
            } else if (op.interpolation() == Interpolation.NEAREST) {
                result.first[o] = nearest(op.rounding(), at, axis.in());
                result.weights[o] = ONE;
            } else {
                result.weigh(op, axis, o, at);
            }
        }
        return result;
    }

    /** Number of result positions. */
    public int size() {
        return first.length;
    }

    /** Whether every result position is the input position of the same number. */
    public boolean isIdentity(int in) {
        boolean identity = in == size();
        for (int o = 0; o < size() && identity; o++) {
            identity = first[o] == o && weights[o].length == 1 && weights[o][0] == 1;
        }
        return identity;
    }

    /** Whether some result position lies outside the input and takes the extrapolation value. */
    public boolean extrapolates() {
        return Arrays.stream(first).anyMatch(i -> i < 0);
    }

    /** The place on the input axis, in elements, that result position {@code o} shows. */
    private static float position(Coordinates coordinates, Axis axis, int o) {
        float scale = axis.scale();
        float last = axis.in() - 1;
        return switch (coordinates) {
            case HALF_PIXEL -> (o + 0.5f) / scale - 0.5f;
            case HALF_PIXEL_SYMMETRIC -> {
                float margin = axis.in() / 2f * (1 - axis.out() / axis.length());
                yield (float) (margin + (o + 0.5) / scale - 0.5);
            }
            case PYTORCH_HALF_PIXEL -> axis.out() > 1 ? (o + 0.5f) / scale - 0.5f : 0;
            case ALIGN_CORNERS -> axis.out() > 1 ? o * last / (axis.length() - 1) : 0;
            case ASYMMETRIC -> o / scale;
            case TF_HALF_PIXEL_FOR_NN -> (o + 0.5f) / scale;
            case TF_CROP_AND_RESIZE ->
                axis.out() > 1
                        ? axis.begin() * last + o * (axis.end() - axis.begin()) * last / (axis.length() - 1)
                        : (float) (0.5 * (axis.begin() + axis.end()) * last);
        };
    }

    private static int nearest(Resize.Rounding rounding, float at, int in) {
        double place =
                switch (rounding) {
                    case ROUND_PREFER_FLOOR -> Math.ceil(at - HALF);
                    case ROUND_PREFER_CEIL -> Math.floor(at + HALF);
                    case FLOOR -> Math.floor(at);
                    case CEIL -> Math.ceil(at);
                };
        return (int) Math.clamp(place, 0, in - 1.0);
    }

    /** Weighs the neighbours of {@code at}; those outside the axis stand for its edge, or for nothing. */
    private void weigh(Resize op, Axis axis, int o, float at) {
        // to shrink without aliasing, the filter is stretched over the elements that one result element covers
        double squeeze = op.antialias() ? Math.min(axis.scale(), 1) : 1;
        double reach = (op.interpolation() == Interpolation.LINEAR ? 1 : 2) / squeeze;
        long from = (long) Math.floor(at - reach) + 1;
        long to = (long) Math.ceil(at + reach) - 1;
        int low = inside(from, axis);
        int high = inside(to, axis);
        double[] sums = new double[high - low + 1];
        double total = 0;
        for (long i = from; i <= to; i++) {
            if (!op.excludeOutside() || (i >= 0 && i < axis.in())) {
                double weight = filter(op, (i - (double) at) * squeeze);
                sums[inside(i, axis) - low] += weight;
                total += weight;
            }
        }
        boolean scaled = (op.antialias() || op.excludeOutside()) && total != 0;
        keep(o, low, sums, scaled ? total : 1);
    }

    private static int inside(long position, Axis axis) {
        return (int) Math.clamp(position, 0L, axis.in() - 1L);
    }

    private static double filter(Resize op, double distance) {
        double d = Math.abs(distance);
        if (op.interpolation() == Interpolation.LINEAR) {
            return Math.max(1 - d, 0);
        }
        double a = op.cubicA();
        if (d <= 1) {
            return ((a + 2) * d - (a + 3)) * d * d + 1;
        }
        return d < 2 ? ((d - 5) * d + 8) * d * a - 4 * a : 0;
    }

    /** Stores {@code sums / total} without the zeros at either end: they must not meet an infinite input. */
    private void keep(int o, int low, double[] sums, double total) {
        int from = 0;
        int to = sums.length;
        while (to > from + 1 && sums[to - 1] == 0) {
            to--;
        }
        while (from < to - 1 && sums[from] == 0) {
            from++;
        }
        first[o] = low + from;
        weights[o] = Arrays.stream(sums, from, to).map(sum -> sum / total).toArray();
    }
}
