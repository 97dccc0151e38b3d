package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Broadcasts operand 0 with the shape in INT64 operand 1 (both ways, as numpy).
 */
public record Expand() implements Op {
    @Override
    public java.util.Set<Integer> parameters() {
        return java.util.Set.of(1);
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
