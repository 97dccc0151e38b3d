package dev.lathe.op;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;

/** Inserts extents of 1 at the axes (of the result) named by INT64 operand 1. */
public record Unsqueeze() implements Op {
    @Override
    public Set<Integer> parameters() {
        return Set.of(1);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 2);
        Shape x = in.shape(0);
        long[] axes = Axes.longs(this, in, 1, "axes");
        int[] dims = new int[x.rank() + axes.length];
        for (int axis : Axes.distinct(this, axes, dims.length)) {
            dims[axis] = -1;
        }
        int next = 0;
        for (int i = 0; i < dims.length; i++) {
            dims[i] = dims[i] == -1 ? 1 : x.dim(next++);
        }
        return List.of(new TensorType(in.dtype(0), Shape.of(dims)));
    }
}
