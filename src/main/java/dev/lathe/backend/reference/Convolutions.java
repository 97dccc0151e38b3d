package dev.lathe.backend.reference;

import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Geometry;
import dev.lathe.op.QLinearConv;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Convolution loops: direct sums, nothing clever. */
final class Convolutions {
    private Convolutions() {}

    /** A tensor in double precision, its zero point taken off. */
    private record Values(Shape shape, double[] at) {
        /** {@code zero} is null, one element, or one for each index of the first axis. */
        static Values of(Tensor tensor, @Nullable Tensor zero) {
            double[] at = new double[tensor.size()];
            for (int i = 0; i < at.length; i++) {
                at[i] = tensor.doubleAt(i)
                        - (zero == null
                                ? 0
                                : perFilter(
                                        zero, i / (at.length / tensor.shape().dim(0))));
            }
            return new Values(tensor.shape(), at);
        }
    }

    /** Takes result {@code index}, which belongs to filter {@code k}. */
    @FunctionalInterface
    private interface Store {
        void accept(int index, int k, double sum);
    }

    static void conv(Conv op, Args args) {
        Tensor x = args.in(0);
        Tensor w = args.in(1);
        float[] y = args.out(0).floats();
        Activation activation = op.epilogue().activation();
        Geometry geometry = op.geometry(x.shape(), w.shape());
        correlate(geometry, op.groups(), Values.of(x, null), Values.of(w, null), (i, k, sum) -> {
            double value = args.has(2) ? sum + args.in(2).floats()[k] : sum;
            if (op.epilogue().residual()) {
                value += args.in(3).floats()[i];
            }
            y[i] = (float) (activation == null ? value : Elements.apply(activation, value));
        });
    }

    static void filterGradient(ConvFilterGradient op, Args args) {
        Shape x = args.in(0).shape();
        Shape w = args.out(0).shape();
        Geometry geometry = op.geometry(x, w);
        Taps taps = new Taps(geometry);
        int area = Taps.product(geometry.in());
        int kernel = Taps.product(geometry.kernel());
        int positions = Taps.product(geometry.out());
        double[] sums = new double[w.size()];
        for (int o = 0; o < positions; o++) {
            taps.moveTo(o);
            for (int i = 0; i < x.dim(0) * w.dim(0) * w.dim(1); i++) {
                int filter = i / w.dim(1) % w.dim(0);
                int plane = i / w.dim(1) / w.dim(0) * x.dim(1) + filter / (w.dim(0) / op.groups()) * w.dim(1);
                int xAt = (plane + i % w.dim(1)) * area;
                double slope = args.in(1).doubleAt(i / w.dim(1) * positions + o);
                for (int t = 0; t < taps.count; t++) {
                    int weight = (filter * w.dim(1) + i % w.dim(1)) * kernel + taps.weight[t];
                    sums[weight] += args.in(0).doubleAt(xAt + taps.input[t]) * slope;
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            args.out(0).set(i, sums[i]);
        }
    }

    static void convInteger(ConvInteger op, Args args) {
        Tensor x = args.in(0);
        Tensor w = args.in(1);
        Values centredX = Values.of(x, args.has(2) ? args.in(2) : null);
        Values centredW = Values.of(w, args.has(3) ? args.in(3) : null);
        int[] y = args.out(0).ints();
        Geometry geometry = op.geometry(x.shape(), w.shape());
        correlate(geometry, op.groups(), centredX, centredW, (i, _, sum) -> y[i] = (int) (long) sum);
    }

    static void qLinearConv(QLinearConv op, Args args) {
        Values x = Values.of(args.in(0), args.in(2));
        Values w = Values.of(args.in(3), args.in(5));
        Tensor y = args.out(0);
        double yZero = args.in(7).doubleAt(0);
        double least = y.dtype() == DType.INT8 ? Byte.MIN_VALUE : 0;
        double most = y.dtype() == DType.INT8 ? Byte.MAX_VALUE : 0xff;
        correlate(op.geometry(x.shape, w.shape), op.groups(), x, w, (i, k, sum) -> {
            int total = (int) (long) sum + (args.has(8) ? args.in(8).ints()[k] : 0);
            double scale = args.in(1).doubleAt(0)
                    * perFilter(args.in(4), k)
                    / args.in(6).doubleAt(0);
            y.set(i, (long) Math.clamp(Math.rint(total * scale) + yZero, least, most));
        });
    }

    private static double perFilter(Tensor tensor, int k) {
        return tensor.doubleAt(tensor.size() == 1 ? 0 : k);
    }

    /** Every result of the convolution of x [n, c, ...] with w [k, c/groups, ...]. */
    private static void correlate(Geometry geometry, int groups, Values x, Values w, Store store) {
        Taps taps = new Taps(geometry);
        int filters = w.shape.dim(0);
        int positions = Taps.product(geometry.out());
        for (int o = 0; o < positions; o++) {
            taps.moveTo(o);
            for (int n = 0; n < x.shape.dim(0); n++) {
                for (int k = 0; k < filters; k++) {
                    int firstChannel = k / (filters / groups) * w.shape.dim(1);
                    double sum = sum(taps, x, n * x.shape.dim(1) + firstChannel, w, k);
                    store.accept((n * filters + k) * positions + o, k, sum);
                }
            }
        }
    }

    /** One filter over the planes of x from {@code plane} on. */
    private static double sum(Taps taps, Values x, int plane, Values w, int k) {
        int area = x.shape.product(2, x.shape.rank());
        int kernel = w.shape.product(2, w.shape.rank());
        double sum = 0;
        for (int c = 0; c < w.shape.dim(1); c++) {
            int xAt = (plane + c) * area;
            int wAt = (k * w.shape.dim(1) + c) * kernel;
            for (int t = 0; t < taps.count; t++) {
                sum += x.at[xAt + taps.input[t]] * w.at[wAt + taps.weight[t]];
            }
        }
        return sum;
    }

    /** The gradient of a convolution: each element of x spreads over the results its window sees. */
    static void convTranspose(ConvTranspose op, Args args) {
        Tensor x = args.in(0);
        Tensor w = args.in(1);
        Geometry geometry = op.geometry(x.shape(), w.shape());
        int filters = args.out(0).shape().dim(1);
        double[] sums = new double[args.out(0).size()];
        Taps taps = new Taps(geometry);
        int positions = Taps.product(geometry.out());
        for (int i = 0; i < positions; i++) {
            taps.moveTo(i);
            for (int plane = 0; plane < x.shape().dim(0) * x.shape().dim(1); plane++) {
                double value = x.floats()[plane * positions + i];
                spread(op, taps, value, plane, w, sums, args.out(0).shape());
            }
        }
        int area = Taps.product(geometry.in());
        for (int i = 0; i < sums.length; i++) {
            double bias = args.has(2) ? args.in(2).floats()[i / area % filters] : 0;
            args.out(0).floats()[i] = (float) (sums[i] + bias);
        }
    }

    /** Adds {@code value}, of plane n·c + channel of x, times its filters' kernels to the results. */
    private static void spread(ConvTranspose op, Taps taps, double value, int plane, Tensor w, double[] sums, Shape y) {
        int channels = w.shape().dim(0);
        int perGroup = w.shape().dim(1);
        int kernel = w.shape().product(2, w.shape().rank());
        int area = y.product(2, y.rank());
        int c = plane % channels;
        int firstFilter = plane / channels * y.dim(1) + c / (channels / op.groups()) * perGroup;
        for (int k = 0; k < perGroup; k++) {
            for (int t = 0; t < taps.count; t++) {
                double weight = w.floats()[(c * perGroup + k) * kernel + taps.weight[t]];
                sums[(firstFilter + k) * area + taps.input[t]] += value * weight;
            }
        }
    }
}
