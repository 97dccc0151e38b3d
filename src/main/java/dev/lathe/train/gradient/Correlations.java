package dev.lathe.train.gradient;

import dev.lathe.op.Conv;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Geometry;
import dev.lathe.op.MatMul;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
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
        int[] begin = new int[geometry.rank()];
        int[] end = new int[geometry.rank()];
        for (int i = 0; i < begin.length; i++) {
            begin[i] = reach(i) - geometry.padBegin()[i];
            end[i] = geometry.in()[i] - geometry.out()[i] + geometry.padBegin()[i];
        }
        boolean dense = Arrays.stream(geometry.stride()).allMatch(stride -> stride == 1);
        boolean padded =
                IntStream.concat(Arrays.stream(begin), Arrays.stream(end)).allMatch(pad -> pad >= 0);
        if (!dense || !padded) {
            return spread(field, weights);
        }
        Window window = window(ones(), geometry.dilation(), begin, end);
        return f.sketch().apply(new Conv(window, groups, Epilogue.NONE), field, turned(weights));
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
        Window window = window(geometry.stride(), geometry.dilation(), geometry.padBegin(), geometry.padEnd());
        return f.sketch().apply(new Conv(window, groups, Epilogue.NONE), image, weights);
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
        boolean point = Arrays.stream(geometry.kernel()).allMatch(extent -> extent == 1)
                && Arrays.stream(geometry.padBegin()).allMatch(pad -> pad == 0)
                && Arrays.stream(geometry.padEnd()).allMatch(pad -> pad == 0);
        return point ? pointWeights(image, field) : swapped(image, field);
    }

    /**
     * The image correlated with the field, batch and channels having changed places, and with them stride and dilation:
     * weights(t) = sum of field(o)·image(t·dilation - pad + o·stride).
     */
    private String swapped(String image, String field) {
        Shape x = f.shape(image);
        Shape y = f.shape(field);
        int c = x.dim(1) / groups;
        int n = x.dim(0);
        String split = f.reshape(image, with(geometry.in(), n, groups, c));
        String channels =
                f.reshape(f.transpose(split, order(x.rank() + 1, 2, 1, 0)), with(geometry.in(), c, groups * n));
        String filters = swapFirst(field);
        Window window = window(geometry.dilation(), geometry.stride(), geometry.padBegin(), geometry.padEnd());
        String found = f.sketch().apply(new Conv(window, groups, Epilogue.NONE), channels, filters);
        return swapFirst(cut(found, with(geometry.kernel(), c, y.dim(1))));
    }

    /** The first positions of {@code x}, as many as {@code shape} has: where stride leaves a rest, there are more. */
    private String cut(String x, Shape shape) {
        if (f.shape(x).equals(shape)) {
            return x;
        }
        int[] steps = new int[shape.rank()];
        Arrays.fill(steps, 1);
        return f.slice(x, new int[shape.rank()], steps, shape.dims());
    }

    private String swapFirst(String x) {
        return f.transpose(x, order(f.shape(x).rank(), 1, 0));
    }

    /** A permutation that begins with {@code first} and leaves the other axes where they are. */
    private static int[] order(int rank, int... first) {
        int[] perm = IntStream.range(0, rank).toArray();
        System.arraycopy(first, 0, perm, 0, first.length);
        return perm;
    }

    /** Of a kernel of one tap: the product of field and image over all positions. */
    private String pointWeights(String image, String field) {
        Shape x = f.shape(image);
        int[] start = new int[x.rank()];
        int[] steps = new int[x.rank()];
        Arrays.fill(steps, 1);
        System.arraycopy(geometry.stride(), 0, steps, 2, geometry.rank());
        Shape seen = with(geometry.out(), x.dim(0), x.dim(1));
        String met = seen.equals(x) ? image : f.slice(image, start, steps, seen.dims());
        int k = f.shape(field).dim(1);
        int c = x.dim(1);
        String rows = rows(field, k);
        String columns = rows(met, c);
        if (groups == 1) {
            return f.reshape(MatrixRules.timesTransposed(f, rows, columns), with(geometry.kernel(), k, c));
        }
        int length = f.shape(rows).dim(1);
        String left = f.reshape(rows, Shape.of(groups, k / groups, length));
        String right = f.transpose(f.reshape(columns, Shape.of(groups, c / groups, length)), 0, 2, 1);
        String product = f.sketch().apply(new MatMul(), left, right);
        return f.reshape(product, with(geometry.kernel(), k, c / groups));
    }

    /** [n, c, ...] as the matrix [c, n·...]. */
    private String rows(String x, int channels) {
        return f.reshape(swapFirst(x), Shape.of(channels, f.shape(x).size() / Math.max(1, channels)));
    }

    private int[] ones() {
        int[] ones = new int[geometry.rank()];
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
