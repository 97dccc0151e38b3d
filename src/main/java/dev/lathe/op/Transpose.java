package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/** Axis i of the result is axis perm[i] of operand 0; an empty list reverses the axes. */
public record Transpose(List<Integer> perm) implements Op {
    public Transpose {
        perm = List.copyOf(perm);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        Shape x = in.shape(0);
        int[] dims = Arrays.stream(resolve(x.rank())).map(x::dim).toArray();
        return List.of(new TensorType(in.dtype(0), Shape.of(dims)));
    }

    /** For each axis of the result, the axis of an operand of {@code rank} that it is. */
    public int[] resolve(int rank) {
        int[] axes = new int[rank];
        if (perm.isEmpty()) {
            Arrays.setAll(axes, i -> rank - 1 - i);
            return axes;
        }
        check(this, perm.size() == rank, "perm %s does not fit a tensor of rank %d", perm, rank);
        boolean[] seen = new boolean[rank];
        for (int i = 0; i < rank; i++) {
            axes[i] = perm.get(i);
            boolean fresh = axes[i] >= 0 && axes[i] < rank && !seen[axes[i]];
            check(this, fresh, "perm %s is no permutation of 0..%d", perm, rank - 1);
            seen[axes[i]] = true;
        }
        return axes;
    }
}
