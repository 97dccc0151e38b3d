package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Drops the extents of 1 named by optional INT64 operand 1 (none given: all of them). */
public record Squeeze() implements Op {
    @Override
    public Set<Integer> parameters() {
        return Set.of(1);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 2);
        Shape x = in.shape(0);
        boolean[] drop = new boolean[x.rank()];
        if (in.has(1)) {
            for (int axis : Axes.distinct(this, Axes.longs(this, in, 1, "axes"), x.rank())) {
                check(this, x.dim(axis) == 1, "axis %d of operand 0, %s, is not 1", axis, x);
                drop[axis] = true;
            }
        } else {
            IntStream.range(0, x.rank()).forEach(i -> drop[i] = x.dim(i) == 1);
        }
        int[] dims =
                IntStream.range(0, x.rank()).filter(i -> !drop[i]).map(x::dim).toArray();
        return List.of(new TensorType(in.dtype(0), Shape.of(dims)));
    }
}
