package dev.lathe.backend.reference;

import dev.lathe.op.Conv;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Geometry;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Lrn;
import dev.lathe.op.Pool;
import dev.lathe.tensor.Shape;
import java.util.Arrays;

/** Sliding windows over doubles. */
final class DoubleWindows {
    private DoubleWindows() {}

    /** Takes element {@code x} of an image, {@code w} of the weights and {@code y} of the field that they meet in. */
    @FunctionalInterface
    private interface Meeting {
        void accept(int x, int w, int y);
    }

    private static void meet(Geometry geometry, Shape x, Shape w, Meeting meeting) {
        Taps taps = new Taps(geometry);
        int area = Taps.product(geometry.in());
        int kernel = Taps.product(geometry.kernel());
        int positions = Taps.product(geometry.out());
        int filters = w.dim(0);
        int perGroup = filters / (x.dim(1) / w.dim(1));
        for (int o = 0; o < positions; o++) {
            taps.moveTo(o);
            for (int i = 0; i < x.dim(0) * filters * w.dim(1); i++) {
                int c = i % w.dim(1);
                int k = i / w.dim(1) % filters;
                int n = i / w.dim(1) / filters;
                int plane = n * x.dim(1) + k / perGroup * w.dim(1) + c;
                for (int t = 0; t < taps.count; t++) {
                    meeting.accept(
                            plane * area + taps.input[t],
                            (k * w.dim(1) + c) * kernel + taps.weight[t],
                            (n * filters + k) * positions + o);
                }
            }
        }
    }

    private static double[] biased(DoubleCall call, double[] sums) {
        int area = call.result().product(2, call.result().rank());
        for (int i = 0; call.has(2) && i < sums.length; i++) {
            sums[i] += call.in(2)[i / area % call.result().dim(1)];
        }
        return sums;
    }

    static double[] conv(Conv op, DoubleCall call) {
        double[] sums = new double[call.result().size()];
        Geometry geometry = op.geometry(call.shape(0), call.shape(1));
        meet(geometry, call.shape(0), call.shape(1), (x, w, y) -> sums[y] += call.in(0)[x] * call.in(1)[w]);
        return biased(call, sums);
    }

    static double[] convTranspose(ConvTranspose op, DoubleCall call) {
        double[] sums = new double[call.result().size()];
        Geometry geometry = op.geometry(call.shape(0), call.shape(1));
        meet(geometry, call.result(), call.shape(1), (x, w, y) -> sums[x] += call.in(0)[y] * call.in(1)[w]);
        return biased(call, sums);
    }

    static double[] filterGradient(ConvFilterGradient op, DoubleCall call) {
        double[] sums = new double[call.result().size()];
        Geometry geometry = op.geometry(call.shape(0), call.result());
        meet(geometry, call.shape(0), call.result(), (x, w, y) -> sums[w] += call.in(0)[x] * call.in(1)[y]);
        return sums;
    }

    static double[] pool(Pool op, DoubleCall call) {
        Geometry geometry = op.geometry(call.shape(0));
        Taps taps = new Taps(geometry);
        int area = Taps.product(geometry.in());
        int positions = Taps.product(geometry.out());
        return call.each(i -> {
            taps.moveTo(i % positions);
            int plane = i / positions * area;
            double[] seen = new double[taps.count];
            Arrays.setAll(seen, t -> call.in(0)[plane + taps.input[t]]);
            return switch (op.kind()) {
                case MAX -> maximum(seen, taps, plane, call.index());
                case AVERAGE -> Arrays.stream(seen).sum() / Math.max(1, op.countPadding() ? taps.padded : taps.count);
                case LP -> norm(seen, op.p());
            };
        });
    }

    /** The greatest of those seen, or, as result 1, the index of the first such in x. */
    private static double maximum(double[] seen, Taps taps, int plane, int result) {
        int best = 0;
        for (int t = 1; t < seen.length; t++) {
            best = seen[t] > seen[best] ? t : best;
        }
        return result == 0 ? seen[best] : plane + taps.input[best];
    }

    private static double norm(double[] seen, int p) {
        return Math.pow(Arrays.stream(seen).map(x -> Math.pow(Math.abs(x), p)).sum(), 1.0 / p);
    }

    static double[] maxPoolGradient(DoubleCall call) {
        double[] sums = new double[call.result().size()];
        for (int i = 0; i < call.in(0).length; i++) {
            if (call.in(1)[i] >= 0) {
                sums[(int) call.in(1)[i]] += call.in(0)[i];
            }
        }
        return sums;
    }

    static double[] globalPool(GlobalPool op, DoubleCall call) {
        int area = call.shape(0).product(2, call.shape(0).rank());
        return call.each(plane -> {
            double[] seen = Arrays.copyOfRange(call.in(0), plane * area, (plane + 1) * area);
            return switch (op.kind()) {
                case MAX -> Arrays.stream(seen).max().orElseThrow();
                case AVERAGE -> Arrays.stream(seen).sum() / area;
                case LP -> norm(seen, op.p());
            };
        });
    }

    static double[] lrn(Lrn op, DoubleCall call) {
        int channels = call.shape(0).dim(1);
        int area = call.shape(0).product(2, call.shape(0).rank());
        return call.each(i -> {
            int c = i / area % channels;
            double squares = 0;
            for (int other = Math.max(0, c - op.before()); other <= Math.min(channels - 1, c + op.after()); other++) {
                double x = call.in(0)[i + (other - c) * area];
                squares += x * x;
            }
            return call.in(0)[i] / Math.pow(op.bias() + (double) op.alpha() / op.size() * squares, op.beta());
        });
    }
}
