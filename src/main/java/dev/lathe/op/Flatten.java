package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** To rank 2: [product of extents before {@code axis}, product of the rest]; {@code axis} in -rank..rank. */
public record Flatten(int axis) implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        int[] dims = in.shape(0).dims();
        int rank = dims.length;
        check(this, axis >= -rank && axis <= rank, "axis %d is outside operand 0, %s", axis, in.shape(0));
        int split = axis < 0 ? axis + rank : axis;
        int rows = Axes.extent(this, Axes.product(dims, 0, split));
        int columns = Axes.extent(this, Axes.product(dims, split, rank));
        return List.of(new TensorType(in.dtype(0), Shape.of(rows, columns)));
    }
}
