package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Broadcasts operand 0 with the shape in INT64 operand 1 (both ways, as numpy). */
public record Expand() implements Op {
    @Override
    public Set<Integer> parameters() {
        return Set.of(1);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 2);
        Shape x = in.shape(0);
        long[] shape = Axes.longs(this, in, 1, "shape");
        int rank = Math.max(x.rank(), shape.length);
        int[] dims = new int[rank];
        for (int i = 1; i <= rank; i++) {
            long from = i <= x.rank() ? x.dim(x.rank() - i) : 1;
            long to = i <= shape.length ? shape[shape.length - i] : 1;
            boolean fits = to >= 0 && (from == to || from == 1 || to == 1);
            check(this, fits, "operand 0 is %s and does not broadcast to %s", x, Arrays.toString(shape));
            dims[rank - i] = Axes.extent(this, from == 1 ? to : from);
        }
        return List.of(new TensorType(in.dtype(0), Shape.of(dims)));
    }
}
