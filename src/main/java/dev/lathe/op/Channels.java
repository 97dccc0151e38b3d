package dev.lathe.op;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/** What the operators on [n, c, spatial...] check alike; convolutions against w [k, c/groups, kernel...]. */
final class Channels {
    private static final int MOST_AXES = 3;

    private Channels() {}

    /** Refuses a group count that divides nothing; for compact constructors, which files feed. */
    static void groups(String op, int groups) {
        if (groups < 1) {
            throw new ShapeException(op + ": attribute group is " + groups + ", wanted 1 or more");
        }
    }

    /** Refuses unless x and w have the same rank with 1 to 3 spatial axes. */
    static void ranks(Op op, Shape x, Shape w) {
        int axes = x.rank() - 2;
        Check.check(
                op, axes >= 1 && axes <= MOST_AXES, "x %s has rank %d, wanted 3 to 5: [n, c, spatial...]", x, x.rank());
        Check.check(op, w.rank() == x.rank(), "w %s has rank %d, x %s wants rank %d", w, w.rank(), x, x.rank());
    }

    /** The window of a convolution of x with w, after checking ranks, channels and groups. */
    static Geometry geometry(Op op, Window window, int groups, Shape x, Shape w) {
        ranks(op, x, w);
        int c = x.dim(1);
        int k = w.dim(0);
        // nothing is a multiple of any number of groups
        Check.check(op, c > 0 || groups == 1, "x %s has no channels for %d groups", x, groups);
        Check.check(op, c % groups == 0, "x %s has %d channels, not a multiple of %d groups", x, c, groups);
        Check.check(op, k % groups == 0, "w %s has %d filters, not a multiple of %d groups", w, k, groups);
        Check.check(
                op,
                w.dim(1) == c / groups,
                "w %s sees %d channels, x %s in %d groups has %d",
                w,
                w.dim(1),
                x,
                groups,
                c / groups);
        return window.over(op, x, kernel(w), false);
    }

    /** Spatial extents of w. */
    static int[] kernel(Shape w) {
        return w.slice(2, w.rank()).dims();
    }

    /** [n, k, spatial...]. */
    static Shape result(int n, int k, int[] spatial) {
        int[] dims = new int[spatial.length + 2];
        dims[0] = n;
        dims[1] = k;
        System.arraycopy(spatial, 0, dims, 2, spatial.length);
        return Shape.of(dims);
    }

    /** Refuses unless operand {@code index}, if there, has shape [extent]. */
    static void vector(Op op, Operands in, int index, String role, int extent) {
        if (in.has(index)) {
            Check.check(
                    op,
                    in.shape(index).equals(Shape.of(extent)),
                    "operand %d (%s) has shape %s, wanted [%d]",
                    index,
                    role,
                    in.shape(index),
                    extent);
        }
    }

    /** Refuses unless operand {@code index}, if there, holds one element, or with {@code extent} that many. */
    static void quantization(Op op, Operands in, int index, String role, int extent) {
        if (in.has(index)) {
            Shape shape = in.shape(index);
            boolean one = shape.rank() <= 1 && shape.size() == 1;
            Check.check(
                    op,
                    one || shape.equals(Shape.of(extent)),
                    "operand %d (%s) has shape %s, wanted %s",
                    index,
                    role,
                    shape,
                    extent == 1 ? "a scalar" : "a scalar or [" + extent + "]");
        }
    }

    /** Refuses an epsilon that is negative or not a number; for compact constructors. */
    static void epsilon(String op, float epsilon) {
        if (!(epsilon >= 0)) {
            throw new ShapeException(op + ": attribute epsilon is " + epsilon + ", wanted 0 or more");
        }
    }

    /** The result of an operator whose operands are x [n, c, ...] and then one number for each channel, all FLOAT32. */
    static List<TensorType> perChannel(Op op, Operands in, List<String> roles) {
        perChannel(op, in, roles, 1);
        return List.of(in.type(0));
    }

    /** The same where the first {@code images} operands are of one shape [n, c, ...]. */
    static void perChannel(Op op, Operands in, List<String> roles, int images) {
        Check.count(op, in, roles.size(), roles.size());
        for (int i = 0; i < roles.size(); i++) {
            Check.dtype(op, in, i, DType.FLOAT32);
        }
        Check.rankAtLeast(op, in, 0, 2);
        Shape x = in.shape(0);
        for (int i = 1; i < images; i++) {
            Shape other = in.shape(i);
            Check.check(op, other.equals(x), "operand %d (%s) is %s, wanted %s", i, roles.get(i), other, x);
        }
        for (int i = images; i < roles.size(); i++) {
            vector(op, in, i, roles.get(i), x.dim(1));
        }
    }

    /** Refuses a negative entry: pads that crop mean nothing here. */
    static void notNegative(Op op, String role, List<Integer> values) {
        Check.check(
                op,
                values.stream().allMatch(v -> v >= 0),
                "attribute %s %s must not be negative",
                role,
                Arrays.toString(values.toArray()));
    }
}
