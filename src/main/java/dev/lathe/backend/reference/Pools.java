package dev.lathe.backend.reference;

import dev.lathe.op.Geometry;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Pool;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;

/** Pooling loops. */
final class Pools {
    private Pools() {}

    static void pool(Pool op, Args args) {
        Tensor x = args.in(0);
        Geometry geometry = op.geometry(x.shape());
        int planes = x.shape().dim(0) * x.shape().dim(1);
        int area = Taps.product(geometry.in());
        int positions = Taps.product(geometry.out());
        Taps taps = new Taps(geometry);
        for (int o = 0; o < positions; o++) {
            taps.moveTo(o);
            for (int plane = 0; plane < planes; plane++) {
                int first = plane * area;
                int result = plane * positions + o;
                switch (op.kind()) {
                    case MAX -> max(op, args, taps, first, result);
                    case AVERAGE -> {
                        double divisor = op.countPadding() ? taps.padded : taps.count;
                        args.out(0).set(result, divisor == 0 ? 0 : sum(x, taps, first) / divisor);
                    }
                    case LP -> args.out(0).set(result, norm(x, taps, first, op.p()));
                }
            }
        }
    }

    private static void max(Pool op, Args args, Taps taps, int first, int result) {
        Tensor x = args.in(0);
        int best = -1;
        for (int t = 0; t < taps.count; t++) {
            int at = taps.input[t];
            if (best < 0 || isGreater(x.doubleAt(first + at), x.doubleAt(first + best))) {
                best = at;
            }
        }
        if (args.wants(0)) {
            args.out(0).set(result, best < 0 ? lowest(x.dtype()) : x.doubleAt(first + best));
        }
        if (args.wants(1)) {
            int[] extents = op.geometry(x.shape()).in();
            int index = op.columnMajor() && best >= 0 ? columnMajor(best, extents) : best;
            args.out(1).set(result, best < 0 ? -1L : first + index);
        }
    }

    /** Not a number wins over all numbers. */
    private static boolean isGreater(double value, double best) {
        return value > best || Double.isNaN(value) && !Double.isNaN(best);
    }

    private static double lowest(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> Double.NEGATIVE_INFINITY;
            case INT8 -> Byte.MIN_VALUE;
            case UINT8, BOOL -> 0;
            case INT32 -> Integer.MIN_VALUE;
            case INT64 -> Long.MIN_VALUE;
        };
    }

    /** The row-major index {@code flat} counted with the first axis fastest. */
    private static int columnMajor(int flat, int[] extents) {
        int[] position = new int[extents.length];
        Taps.unflatten(flat, extents, position);
        int index = 0;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            index = index * extents[axis] + position[axis];
        }
        return index;
    }

    private static double sum(Tensor x, Taps taps, int first) {
        double sum = 0;
        for (int t = 0; t < taps.count; t++) {
            sum += x.doubleAt(first + taps.input[t]);
        }
        return sum;
    }

    private static double norm(Tensor x, Taps taps, int first, int p) {
        double sum = 0;
        for (int t = 0; t < taps.count; t++) {
            sum += Math.pow(Math.abs(x.doubleAt(first + taps.input[t])), p);
        }
        return Math.pow(sum, 1.0 / p);
    }

    static void maxPoolGradient(Args args) {
        double[] sums = new double[args.out(0).size()];
        for (int i = 0; i < args.in(0).size(); i++) {
            int index = (int) args.in(1).longAt(i);
            if (index >= 0) {
                sums[index] += args.in(0).doubleAt(i);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            args.out(0).set(i, sums[i]);
        }
    }

    static void globalPool(GlobalPool op, Args args) {
        float[] x = args.in(0).floats();
        float[] y = args.out(0).floats();
        int area = args.in(0).shape().product(2, args.in(0).shape().rank());
        for (int plane = 0; plane < args.out(0).size(); plane++) {
            double sum = 0;
            double max = Double.NEGATIVE_INFINITY;
            for (int i = plane * area; i < (plane + 1) * area; i++) {
                max = Math.max(max, x[i]);
                sum += op.kind() == Pool.Kind.LP ? Math.pow(Math.abs(x[i]), op.p()) : x[i];
            }
            y[plane] = (float)
                    switch (op.kind()) {
                        case MAX -> max;
                        case AVERAGE -> sum / area;
                        case LP -> Math.pow(sum, 1.0 / op.p());
                    };
        }
    }
}
