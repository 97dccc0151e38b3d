package dev.lathe.train.gradient;

import dev.lathe.op.Concat;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Geometry;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The two derivatives of a correlation, which are correlations again. An image [n, c, in...] and weights [k, c/groups,
 * kernel...] give a field [n, k, out...] by field(o) = sum of weights(t)·image(o·stride - pad + t·dilation). (Dumoulin
 * and Visin, <i>A guide to convolution arithmetic for deep learning</i>, 2016, chapter 4.)
 */
record Correlations(Arithmetic f, Geometry geometry, int groups) {
    /** The derivative by the image [n, c, in...], from that by the field and the weights. */
    String image(String field, String weights) {
        if (!allAre(1, geometry.stride())) {
            return inPhases() ? phases(field, weights) : spread(field, weights);
        }
        int[] begin = new int[geometry.rank()];
        int[] end = new int[geometry.rank()];
        for (int i = 0; i < begin.length; i++) {
            begin[i] = reach(i) - geometry.padBegin()[i];
            end[i] = geometry.in()[i] - geometry.out()[i] + geometry.padBegin()[i];
        }
        if (IntStream.concat(Arrays.stream(begin), Arrays.stream(end)).anyMatch(pad -> pad < 0)) {
            return spread(field, weights);
        }
        Window window = window(geometry.stride(), geometry.dilation(), begin, end);
        return f.sketch().apply(new Conv(window, groups, Epilogue.NONE), field, turned(weights));
    }

    private static boolean allAre(int value, int[] values) {
        return Arrays.stream(values).allMatch(each -> each == value);
    }

    /** Whether {@link #phases} takes this geometry: in a plane, with one stride and no dilation. */
    private boolean inPhases() {
        return geometry.rank() == 2
                && allAre(geometry.stride()[0], geometry.stride())
                && allAre(1, geometry.dilation());
    }

    /**
     * Positions of the image that are equal modulo the stride meet the same taps, and along such a phase the
     * correlation has stride 1. The phases become channels, which are then dealt out over the plane. (Shi et al., <i>Is
     * the deconvolution layer the same as a convolutional layer?</i>, 2016.)
     */
    private String phases(String field, String weights) {
        int stride = geometry.stride()[0];
        Shape w = f.shape(weights);
        int[] extents =
                Arrays.stream(geometry.in()).map(in -> Math.ceilDiv(in, stride)).toArray();
        Shape phase = with(extents, f.shape(field).dim(0), w.dim(1) * groups);
        String[] parts = new String[stride * stride];
        for (int i = 0; i < parts.length; i++) {
            int[] place = {i / stride, i % stride};
            int[] first = new int[2];
            int[] taps = new int[2];
            int[] pad = new int[2];
            for (int axis = 0; axis < 2; axis++) {
                int reached = place[axis] + geometry.padBegin()[axis];
                first[axis] = reached % stride;
                taps[axis] = Math.max(0, Math.ceilDiv(geometry.kernel()[axis] - first[axis], stride));
                pad[axis] = reached / stride;
            }
            Geometry dense = new Geometry(extents, taps, ones(2), ones(2), pad, new int[2], geometry.out());
            parts[i] = taps[0] * taps[1] == 0
                    ? f.sketch().define(Tensor.zeros(TensorType.float32(phase)))
                    : new Correlations(f, dense, groups).image(field, everyStride(weights, first, taps));
        }
        String dealt =
                f.sketch().apply(new DepthToSpace(stride, false), f.sketch().apply(new Concat(1), parts));
        return cut(dealt, with(geometry.in(), phase.dim(0), phase.dim(1)));
    }

    /** So many taps of {@code weights} from {@code first} on, a stride apart. */
    private String everyStride(String weights, int[] first, int[] taps) {
        int stride = geometry.stride()[0];
        Shape part = with(taps, f.shape(weights).dim(0), f.shape(weights).dim(1));
        return f.slice(weights, new int[] {0, 0, first[0], first[1]}, new int[] {1, 1, stride, stride}, part.dims());
    }

    /** Positions from the first to the last tap along {@code axis}. */
    private int reach(int axis) {
        return (geometry.kernel()[axis] - 1) * geometry.dilation()[axis];
    }

    /** By transposed convolution, which takes every geometry. */
    String spread(String field, String weights) {
        int[] more = new int[geometry.rank()];
        int[] end = new int[geometry.rank()];
        for (int i = 0; i < end.length; i++) {
            int full = (geometry.out()[i] - 1) * geometry.stride()[i] + reach(i) + 1;
            int missing = geometry.in()[i] + geometry.padBegin()[i] - full;
            more[i] = Math.max(0, missing);
            end[i] = Math.max(0, -missing);
        }
        Window window = window(geometry.stride(), geometry.dilation(), geometry.padBegin(), end);
        return f.sketch().apply(new ConvTranspose(window, groups, list(more), List.of()), field, weights);
    }

    /** The field [n, k, out...] of an image and weights: the correlation itself. */
    String field(String image, String weights) {
        Window window = window(geometry.stride(), geometry.dilation(), geometry.padBegin(), missing());
        String found = f.sketch().apply(new Conv(window, groups, Epilogue.NONE), image, weights);
        return cut(
                found,
                with(geometry.out(), f.shape(found).dim(0), f.shape(found).dim(1)));
    }

    /** How much padding the last window needs at the end. */
    private int[] missing() {
        int[] end = new int[geometry.rank()];
        Arrays.setAll(end, i -> Math.max(0, unpadded(i) - geometry.in()[i]));
        return end;
    }

    /** Extent along {@code axis} of what all windows see, without the padding at the beginning. */
    private int unpadded(int axis) {
        return (geometry.out()[axis] - 1) * geometry.stride()[axis] + reach(axis) + 1 - geometry.padBegin()[axis];
    }

    /** [k, c/groups, kernel...] to [c, k/groups, kernel...], the taps in reverse order. */
    private String turned(String weights) {
        int[] taps = IntStream.range(0, geometry.rank())
                .filter(i -> geometry.kernel()[i] > 1)
                .map(i -> i + 2)
                .toArray();
        Shape shape = f.shape(weights);
        int k = shape.dim(0) / groups;
        int c = shape.dim(1);
        String grouped = f.reshape(f.flip(weights, taps), with(geometry.kernel(), groups, k, c));
        return f.reshape(
                f.transpose(grouped, order(geometry.rank() + 3, 0, 2, 1)), with(geometry.kernel(), groups * c, k));
    }

    /** The derivative by the weights [k, c/groups, kernel...], from the image and the derivative by the field. */
    String weights(String image, String field) {
        int[] end = new int[geometry.rank()];
        Arrays.setAll(end, i -> Math.max(-geometry.in()[i], unpadded(i) - geometry.in()[i]));
        Window window = window(geometry.stride(), geometry.dilation(), geometry.padBegin(), end);
        Shape weights =
                with(geometry.kernel(), f.shape(field).dim(1), f.shape(image).dim(1) / groups);
        return f.sketch().apply(new ConvFilterGradient(window, groups), image, field, f.extents(weights));
    }

    /** The first positions of {@code x}, as many as {@code shape} has. */
    private String cut(String x, Shape shape) {
        if (f.shape(x).equals(shape)) {
            return x;
        }
        return f.slice(x, new int[shape.rank()], ones(shape.rank()), shape.dims());
    }

    /** A permutation that begins with {@code first} and leaves the other axes where they are. */
    private static int[] order(int rank, int... first) {
        int[] perm = IntStream.range(0, rank).toArray();
        System.arraycopy(first, 0, perm, 0, first.length);
        return perm;
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Window window(int[] stride, int[] dilation, int[] begin, int[] end) {
        return new Window(List.of(), list(stride), list(dilation), new Padding.Explicit(list(begin), list(end)));
    }

    private static List<Integer> list(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** [first..., spatial...]. */
    private static Shape with(int[] spatial, int... first) {
        return Shape.of(
                IntStream.concat(Arrays.stream(first), Arrays.stream(spatial)).toArray());
    }
}
