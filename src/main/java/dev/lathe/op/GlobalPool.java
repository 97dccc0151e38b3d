package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Pool over all spatial positions: [n, c, ...] to [n, c, 1, ...]; {@code p} is the norm of LP.
 */
public record GlobalPool(Pool.Kind kind, int p) implements Op {
    @Override
    public String name() {
        return "Global" + new Pool(kind, Window.of(1), false, false, p, false).name();
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
