package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Inserts extents of 1 at the axes (of the result) named by INT64 operand 1.
 */
public record Unsqueeze() implements Op {
    @Override
    public java.util.Set<Integer> parameters() {
        return java.util.Set.of(1);
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
