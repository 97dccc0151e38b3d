package dev.lathe.train.gradient;

import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.ElementType;
import dev.lathe.op.Expand;
import dev.lathe.op.Pad;
import dev.lathe.op.Reduce;
import dev.lathe.op.Reshape;
import dev.lathe.op.Slice;
import dev.lathe.op.Transpose;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Formulas as nodes: every method adds what it says to the sketch and returns the name of the result. */
record Arithmetic(Sketch sketch) {
    Shape shape(String value) {
        return sketch.shape(value);
    }

    String number(double value) {
        return sketch.define(Tensor.scalar((float) value));
    }

    String binary(Binary.Function function, String a, String b) {
        return sketch.apply(new Binary(function), a, b);
    }

    String unary(Unary.Function function, String x) {
        return sketch.apply(new Unary(function), x);
    }

    String plus(String a, String b) {
        return binary(Binary.Function.ADD, a, b);
    }

    String plus(String a, double b) {
        return plus(a, number(b));
    }

    String minus(String a, String b) {
        return binary(Binary.Function.SUB, a, b);
    }

    String minus(double a, String b) {
        return minus(number(a), b);
    }

    String times(String a, String b) {
        return binary(Binary.Function.MUL, a, b);
    }

    String times(String a, double b) {
        return b == 1 ? a : times(a, number(b));
    }

    String over(String a, String b) {
        return binary(Binary.Function.DIV, a, b);
    }

    String power(String a, double exponent) {
        return exponent == 1 ? a : binary(Binary.Function.POW, a, number(exponent));
    }

    String square(String x) {
        return times(x, x);
    }

    String negative(String x) {
        return unary(Unary.Function.NEG, x);
    }

    String exp(String x) {
        return unary(Unary.Function.EXP, x);
    }

    String sqrt(String x) {
        return unary(Unary.Function.SQRT, x);
    }

    /** Where x is greater than {@code bound}. */
    String above(String x, double bound) {
        return binary(Binary.Function.GREATER, x, number(bound));
    }

    String where(String condition, String yes, String no) {
        return sketch.apply(new Where(), condition, yes, no);
    }

    /** {@code value} where the condition holds, otherwise 0. */
    String only(String condition, String value) {
        return where(condition, value, number(0));
    }

    /** 1 where the condition holds, otherwise 0. */
    String count(String condition) {
        return sketch.apply(new Cast(ElementType.FLOAT32), condition);
    }

    /** {@code x} reduced over {@code axes}, which keep an extent of 1. Without axes it is {@code x}. */
    String reduce(Reduce.Function function, String x, int... axes) {
        if (axes.length == 0) {
            return x;
        }
        String along =
                sketch.define(Tensor.vector(Arrays.stream(axes).asLongStream().toArray()));
        return sketch.apply(new Reduce(function, true, false), x, along);
    }

    String sum(String x, int... axes) {
        return reduce(Reduce.Function.SUM, x, axes);
    }

    /** {@code x} summed over all axes but axis 1, as a vector. */
    String perChannel(String x) {
        int rank = shape(x).rank();
        int[] others = IntStream.range(0, rank).filter(axis -> axis != 1).toArray();
        return reshape(sum(x, others), Shape.of(shape(x).dim(1)));
    }

    /** The vector {@code x}, one number for each channel, as it broadcasts to values of {@code rank}. */
    String alongChannels(String x, int rank) {
        int[] dims = new int[rank];
        Arrays.fill(dims, 1);
        dims[1] = shape(x).size();
        return reshape(x, Shape.of(dims));
    }

    /** The sum over the axes along which a value of {@code narrow} was broadcast to become like {@code x}. */
    String sumTo(String x, Shape narrow) {
        Shape wide = shape(x);
        int more = wide.rank() - narrow.rank();
        int[] axes = IntStream.range(0, wide.rank())
                .filter(axis -> wide.dim(axis) != 1 && (axis < more || narrow.dim(axis - more) == 1))
                .toArray();
        return reshape(sum(x, axes), narrow);
    }

    String reshape(String x, Shape shape) {
        return shape(x).equals(shape) ? x : sketch.apply(new Reshape(true), x, extents(shape));
    }

    String expand(String x, Shape shape) {
        return shape(x).equals(shape) ? x : sketch.apply(new Expand(), x, extents(shape));
    }

    /** {@code shape} as the operand that tells it. */
    String extents(Shape shape) {
        return sketch.define(
                Tensor.vector(Arrays.stream(shape.dims()).asLongStream().toArray()));
    }

    /** Axis i of the result is axis {@code perm[i]} of {@code x}. */
    String transpose(String x, int... perm) {
        boolean same = IntStream.range(0, perm.length).allMatch(i -> perm[i] == i);
        return same ? x : sketch.apply(new Transpose(Arrays.stream(perm).boxed().toList()), x);
    }

    /** Every axis of {@code x}: {@code count} positions from {@code start} on, {@code step} apart; all step forward. */
    String slice(String x, int[] start, int[] step, int[] count) {
        long[] ends = new long[start.length];
        Arrays.setAll(ends, i -> start[i] + (count[i] - 1L) * step[i] + 1);
        return sketch.apply(
                new Slice(),
                x,
                sketch.define(Tensor.vector(Arrays.stream(start).asLongStream().toArray())),
                sketch.define(Tensor.vector(ends)),
                sketch.define(Tensor.vector(
                        IntStream.range(0, start.length).asLongStream().toArray())),
                sketch.define(Tensor.vector(Arrays.stream(step).asLongStream().toArray())));
    }

    /** {@code x} with so many zeros before and after each axis; negative numbers crop. */
    String pad(String x, int[] begin, int[] end) {
        int[] all = IntStream.concat(Arrays.stream(begin), Arrays.stream(end)).toArray();
        return Arrays.stream(all).allMatch(pad -> pad == 0)
                ? x
                : sketch.apply(
                        new Pad(Pad.Mode.CONSTANT),
                        x,
                        sketch.define(
                                Tensor.vector(Arrays.stream(all).asLongStream().toArray())));
    }

    /** {@code x} walked backwards along {@code axes}. */
    String flip(String x, int... axes) {
        if (axes.length == 0) {
            return x;
        }
        long[] backwards = new long[axes.length];
        Arrays.fill(backwards, -1);
        long[] ends = new long[axes.length];
        Arrays.fill(ends, -Integer.MAX_VALUE);
        return sketch.apply(
                new Slice(),
                x,
                sketch.define(Tensor.vector(backwards)),
                sketch.define(Tensor.vector(ends)),
                sketch.define(Tensor.vector(Arrays.stream(axes).asLongStream().toArray())),
                sketch.define(Tensor.vector(backwards)));
    }
}
