package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Drops the extents of 1 named by optional INT64 operand 1 (none given: all of them).
 */
public record Squeeze() implements Op {
    @Override
    public java.util.Set<Integer> parameters() {
        return java.util.Set.of(1);
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
