package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Pool over all spatial positions: FLOAT32 [n, c, ...] to [n, c, 1, ...]; {@code p} is the norm of LP. No spatial axis
 * may be empty.
 */
public record GlobalPool(Pool.Kind kind, int p) implements Op {
    public GlobalPool {
        Pool.norm(name(kind), kind, p);
    }

    private static String name(Pool.Kind kind) {
        return "Global" + Pool.name(kind);
    }

    @Override
    public String name() {
        return name(kind);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        Check.dtype(this, in, 0, DType.FLOAT32);
        Check.rankAtLeast(this, in, 0, 3);
        Shape x = in.shape(0);
        Shape y = x;
        for (int axis = 2; axis < x.rank(); axis++) {
            Check.check(this, x.dim(axis) > 0, "axis %d of x %s is empty", axis, x);
            y = y.with(axis, 1);
        }
        return List.of(TensorType.float32(y));
    }
}
