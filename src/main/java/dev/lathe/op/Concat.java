package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** Joins the operands along {@code axis}, negative: from the end; all other extents and the types are equal. */
public record Concat(int axis) implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, Integer.MAX_VALUE);
        int[] dims = in.shape(0).dims();
        int along = axis(dims.length);
        long extent = 0;
        for (int i = 0; i < in.count(); i++) {
            Shape shape = in.shape(i);
            check(this, in.dtype(i) == in.dtype(0), "operand %d is %s, operand 0 %s", i, in.type(i), in.type(0));
            check(this, shape.rank() == dims.length, "operand %d is %s, wanted rank %d", i, shape, dims.length);
            for (int d = 0; d < dims.length; d++) {
                boolean fits = d == along || shape.dim(d) == dims[d];
                check(this, fits, "operand %d is %s, wanted extent %d on axis %d", i, shape, dims[d], d);
            }
            extent += shape.dim(along);
        }
        dims[along] = Axes.extent(this, extent);
        return List.of(new TensorType(in.dtype(0), Shape.of(dims)));
    }

    /** The axis of operands of {@code rank}, counted from the front. */
    public int axis(int rank) {
        return Axes.resolve(this, axis, rank);
    }
}
