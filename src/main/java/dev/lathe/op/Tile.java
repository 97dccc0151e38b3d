package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;

/** Repeats operand 0 along each axis as often as INT64 operand 1 says. */
public record Tile() implements Op {
    @Override
    public Set<Integer> parameters() {
        return Set.of(1);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 2);
        Shape x = in.shape(0);
        long[] repeats = Axes.longs(this, in, 1, "repeats");
        check(this, repeats.length == x.rank(), "operand 1 (repeats) has %d entries for %s", repeats.length, x);
        int[] dims = new int[x.rank()];
        for (int i = 0; i < dims.length; i++) {
            check(this, repeats[i] >= 0, "operand 1 (repeats) has the entry %d", repeats[i]);
            dims[i] = Axes.extent(this, Axes.times(x.dim(i), repeats[i]));
        }
        return List.of(new TensorType(in.dtype(0), Shape.of(dims)));
    }
}
