package dev.lathe.op;

import dev.lathe.error.LimitException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;

/** Axes and other integer parameters as files give them: counted from either end, in any order, not to be trusted. */
final class Axes {
    private Axes() {}

    /** {@code axis} as 0..rank-1, counted from the end when negative. */
    static int resolve(Op op, long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw Check.refusal(op, "axis %d is outside a tensor of rank %d", axis, rank);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** {@code axis} of operand 0, which has shape {@code x}, counted from the end when negative. */
    static int resolve(Op op, Shape x, long axis) {
        Check.check(op, axis >= -x.rank() && axis < x.rank(), "axis %d is outside operand 0 %s", axis, x);
        return (int) (axis < 0 ? axis + x.rank() : axis);
    }

    /** {@code axes} as 0..rank-1, each at most once, in the order given. */
    static int[] distinct(Op op, long[] axes, int rank) {
        boolean[] seen = new boolean[rank];
        int[] resolved = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            resolved[i] = resolve(op, axes[i], rank);
            if (seen[resolved[i]]) {
                throw Check.refusal(op, "axis %d is named twice", axes[i]);
            }
            seen[resolved[i]] = true;
        }
        return resolved;
    }

    /** The axes named by optional operand {@code index}; without it the first {@code count}. */
    static int[] orFirst(Op op, Operands in, int index, int count, int rank) {
        if (in.has(index)) {
            int[] axes = distinct(op, longs(op, in, index, "axes"), rank);
            if (axes.length != count) {
                throw Check.refusal(op, "operand %d (axes) has %d entries, wanted %d", index, axes.length, count);
            }
            return axes;
        }
        if (count > rank) {
            throw Check.refusal(op, "parameters name %d axes of a tensor of rank %d", count, rank);
        }
        return first(count);
    }

    /** 0..count-1. */
    static int[] first(int count) {
        int[] axes = new int[count];
        for (int i = 0; i < count; i++) {
            axes[i] = i;
        }
        return axes;
    }

    /** The entries of integer operand {@code index}, which must be known and of rank 1 (or one bare number). */
    static long[] longs(Op op, Operands in, int index, String role) {
        Check.dtype(op, in, index, DType.INT64, DType.INT32);
        if (in.shape(index).rank() > 1) {
            throw Check.refusal(op, "operand %d (%s) must have rank 1, got %s", index, role, in.type(index));
        }
        return in.value(index, role).toLongs();
    }

    /** {@code a·b} of two extents, capped where no tensor can follow. */
    static long times(long a, long b) {
        if (a == 0 || b == 0) {
            return 0;
        }
        return a > Integer.MAX_VALUE || b > Integer.MAX_VALUE ? Long.MAX_VALUE : a * b;
    }

    /** Product of the extents from {@code from} to {@code to}, capped as {@link #times}. */
    static long product(int[] extents, int from, int to) {
        long product = 1;
        for (int i = from; i < to; i++) {
            product = times(product, extents[i]);
        }
        return product;
    }

    /** {@code extent} unless it is more than an axis can have. */
    static int extent(Op op, long extent) {
        if (extent > Integer.MAX_VALUE) {
            throw new LimitException(op.name() + ": an extent of " + extent + " is more than a tensor can have");
        }
        return (int) extent;
    }
}
