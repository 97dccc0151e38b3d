package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Repeats operand 0 along each axis as often as INT64 operand 1 says.
 */
public record Tile() implements Op {
    @Override
    public java.util.Set<Integer> parameters() {
        return java.util.Set.of(1);
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
