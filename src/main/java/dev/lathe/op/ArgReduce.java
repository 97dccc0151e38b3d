package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * ArgMax or ArgMin: INT64 index of the extreme element along {@code axis}; of equal ones the first, or the last. NaN
 * counts as more extreme than any number.
 */
public record ArgReduce(boolean max, int axis, boolean keepDims, boolean selectLast) implements Op {
    @Override
    public String name() {
        return max ? "ArgMax" : "ArgMin";
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        Check.dtype(this, in, 0, Elementwise.numbers());
        Shape x = in.shape(0);
        int along = Axes.resolve(this, x, axis);
        check(this, x.dim(along) > 0, "operand 0 %s has no element along axis %d", x, along);
        Shape result = keepDims
                ? x.with(along, 1)
                : Shape.of(IntStream.range(0, x.rank())
                        .filter(i -> i != along)
                        .map(x::dim)
                        .toArray());
        return Elementwise.one(DType.INT64, result);
    }
}
