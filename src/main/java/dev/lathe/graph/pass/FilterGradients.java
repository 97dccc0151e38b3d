package dev.lathe.graph.pass;

import dev.lathe.graph.Node;
import dev.lathe.op.Concat;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.Geometry;
import dev.lathe.op.MatMul;
import dev.lathe.op.Pad;
import dev.lathe.op.Slice;
import dev.lathe.op.Transpose;
import dev.lathe.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A {@link ConvFilterGradient} as matrix products: for each tap that of what it meets, [c/groups, n·out], with the
 * derivative by the result, [n·out, k/groups]. Where one tap has few channels, several share a product.
 */
final class FilterGradients {
    /** Rows below which a matrix product is slow for its size. */
    private static final int FEW = 64;

    private final Expansion to;
    private final Geometry geometry;
    private final int groups;
    private final int images;
    private final int channels;
    private final int filters;
    private final Shape w;

    FilterGradients(Expansion to, ConvFilterGradient op, Shape x, Shape w) {
        this.to = to;
        this.w = w;
        geometry = op.geometry(x, w);
        groups = op.groups();
        images = x.dim(0);
        channels = w.dim(1);
        filters = w.dim(0) / groups;
    }

    void write(Node node) {
        int area = Shape.of(geometry.out()).size();
        int positions = images * area;
        String split = to.reshape(node.input(0), with(geometry.in(), images, groups, channels));
        String padded = padded(to.add(new Transpose(order(geometry.rank() + 3, 1, 2, 0)), split));
        String rows = to.reshape(node.input(1), Shape.of(images, groups, filters, area));
        String right =
                to.reshape(to.add(new Transpose(order(4, 1, 0, 3, 2)), rows), Shape.of(groups, positions, filters));
        int taps = Shape.of(geometry.kernel()).size();
        int together = Math.clamp(Math.ceilDiv(FEW, Math.max(1, channels)), 1, taps);
        List<String> products = new ArrayList<>();
        for (int first = 0; first < taps; first += together) {
            int last = Math.min(taps, first + together);
            String met = joined(IntStream.range(first, last).mapToObj(tap -> met(padded, tap)));
            String left = to.reshape(met, Shape.of(groups, (last - first) * channels, positions));
            products.add(to.add(new MatMul(), left, right));
        }
        String found = to.reshape(joined(products.stream()), Shape.of(groups, taps, channels, filters));
        to.reshape(0, to.add(new Transpose(order(4, 0, 3, 2, 1)), found), w);
    }

    private String joined(Stream<String> parts) {
        String[] names = parts.toArray(String[]::new);
        return names.length == 1 ? names[0] : to.add(new Concat(1), names);
    }

    /** [groups, c, n, in...] with the padding that windows meet, and without what they do not reach. */
    private String padded(String x) {
        int[] begin = leading(0, geometry.padBegin());
        int[] end = leading(0, geometry.padEnd());
        int[] all = IntStream.concat(Arrays.stream(begin), Arrays.stream(end)).toArray();
        return to.add(new Pad(Pad.Mode.CONSTANT), x, to.indices(all));
    }

    /** What tap number {@code tap} meets, [groups, c, n, out...]. */
    private String met(String padded, int tap) {
        int[] start = new int[geometry.rank()];
        int[] end = new int[geometry.rank()];
        int rest = tap;
        for (int i = start.length - 1; i >= 0; i--) {
            start[i] = rest % geometry.kernel()[i] * geometry.dilation()[i];
            end[i] = start[i] + (geometry.out()[i] - 1) * geometry.stride()[i] + 1;
            rest /= geometry.kernel()[i];
        }
        int[] axes = IntStream.range(3, 3 + geometry.rank()).toArray();
        return to.add(
                new Slice(),
                padded,
                to.indices(start),
                to.indices(end),
                to.indices(axes),
                to.indices(geometry.stride()));
    }

    /** {@code values} of the spatial axes behind {@code value} for the three before them. */
    private static int[] leading(int value, int[] values) {
        return IntStream.concat(IntStream.of(value, value, value), Arrays.stream(values))
                .toArray();
    }

    /** A permutation that begins with {@code first} and leaves the other axes where they are. */
    private static List<Integer> order(int rank, int... first) {
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            order.add(axis < first.length ? first[axis] : axis);
        }
        return order;
    }

    /** [first..., spatial...]. */
    private static Shape with(int[] spatial, int... first) {
        return Shape.of(
                IntStream.concat(Arrays.stream(first), Arrays.stream(spatial)).toArray());
    }
}
