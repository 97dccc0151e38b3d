package dev.lathe.tensor;

import dev.lathe.error.LimitException;
import dev.lathe.error.ShapeException;
import java.util.Arrays;
import java.util.List;

/** The extents of a tensor, outermost first. Immutable. Rank 0 is a scalar; an extent may be 0. */
public final class Shape {
    public static final Shape SCALAR = new Shape(new int[0]);

    /**
     * Most elements: as a Java array has, less some, so that a place and what an inner loop adds to it are an integer.
     */
    public static final int MOST = Integer.MAX_VALUE - 1023;

    private final int[] dims;
    private final int size;

    private Shape(int[] dims) {
        long product = 1;
        for (int dim : dims) {
            if (dim < 0) {
                throw new ShapeException("shape " + Arrays.toString(dims) + " has a negative extent");
            }
            product *= dim;
            if (product > MOST) {
                throw new LimitException("shape " + Arrays.toString(dims) + " has more than 2^31 elements");
            }
        }
        this.dims = dims;
        this.size = (int) product;
    }

    /**
     * @throws ShapeException if an extent is negative
     * @throws LimitException if the elements would not fit one Java array
     */
    public static Shape of(int... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    /** As {@link #of(int...)}, refusing extents beyond {@code int}. */
    public static Shape of(long... dims) {
        int[] narrow = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] > Integer.MAX_VALUE) {
                throw new LimitException("shape " + Arrays.toString(dims) + " has an extent beyond 2^31");
            }
            narrow[i] = (int) Math.max(dims[i], -1);
        }
        return of(narrow);
    }

    public static Shape of(List<Integer> dims) {
        return of(dims.stream().mapToInt(Integer::intValue).toArray());
    }

    public int rank() {
        return dims.length;
    }

    /** Extent of {@code axis}, which must lie in 0..rank-1. */
    public int dim(int axis) {
        return dims[axis];
    }

    /** A copy of the extents. */
    public int[] dims() {
        return dims.clone();
    }

    /** Number of elements. */
    public int size() {
        return size;
    }

    /** Product of the extents from {@code from} (inclusive) to {@code to} (exclusive); 1 when empty. */
    public int product(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= dims[i];
        }
        return product;
    }

    /** Row-major strides in elements. */
    public int[] strides() {
        int[] strides = new int[dims.length];
        int step = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= dims[i];
        }
        return strides;
    }

    /** This shape with {@code axis} set to {@code extent}. */
    public Shape with(int axis, int extent) {
        int[] copy = dims.clone();
        copy[axis] = extent;
        return of(copy);
    }

    /** The extents from {@code from} (inclusive) to {@code to} (exclusive). */
    public Shape slice(int from, int to) {
        return of(Arrays.copyOfRange(dims, from, to));
    }

    /** {@code axis} counted from the end when negative. */
    public int axis(int axis) {
        int resolved = axis < 0 ? axis + dims.length : axis;
        if (resolved < 0 || resolved >= dims.length) {
            throw new ShapeException("axis " + axis + " is outside " + this);
        }
        return resolved;
    }

    /** The common shape of two operands under numpy's rules. */
    public static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] dims = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int x = i <= a.rank() ? a.dim(a.rank() - i) : 1;
            int y = i <= b.rank() ? b.dim(b.rank() - i) : 1;
            if (x != y && x != 1 && y != 1) {
                throw new ShapeException("shapes " + a + " and " + b + " do not broadcast");
            }
            dims[rank - i] = x == 1 ? y : x;
        }
        return of(dims);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** {@code [1, 3, 224, 224]}. */
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
