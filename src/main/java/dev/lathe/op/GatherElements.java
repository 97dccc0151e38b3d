package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** Picks single elements of operand 0 along {@code axis}; the result has the shape of the indices in operand 1. */
public record GatherElements(int axis) implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 2);
        Shape x = in.shape(0);
        Shape indices = in.shape(1);
        int along = axis(x.rank());
        Check.dtype(this, in, 1, DType.INT64, DType.INT32);
        check(this, indices.rank() == x.rank(), "operand 1 is %s, wanted the rank of operand 0, %s", indices, x);
        for (int i = 0; i < x.rank(); i++) {
            boolean fits = i == along || indices.dim(i) <= x.dim(i);
            check(this, fits, "operand 1 is %s, more than operand 0, %s, has on axis %d", indices, x, i);
        }
        return List.of(new TensorType(in.dtype(0), indices));
    }

    /** The axis of an operand 0 of {@code rank}, counted from the front. */
    public int axis(int rank) {
        return Axes.resolve(this, axis, rank);
    }
}
