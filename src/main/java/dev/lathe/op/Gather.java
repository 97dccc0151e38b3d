package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Picks slices of operand 0 along {@code axis} by the (possibly negative) indices in operand 1, whose shape takes the
 * place of that axis.
 */
public record Gather(int axis) implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 2);
        Shape x = in.shape(0);
        int along = axis(x.rank());
        Check.dtype(this, in, 1, DType.INT64, DType.INT32);
        IntStream before = IntStream.range(0, along).map(x::dim);
        IntStream after = IntStream.range(along + 1, x.rank()).map(x::dim);
        IntStream dims = IntStream.concat(
                IntStream.concat(before, IntStream.of(in.shape(1).dims())), after);
        return List.of(new TensorType(in.dtype(0), Shape.of(dims.toArray())));
    }

    /** The axis of an operand 0 of {@code rank}, counted from the front. */
    public int axis(int rank) {
        return Axes.resolve(this, axis, rank);
    }
}
