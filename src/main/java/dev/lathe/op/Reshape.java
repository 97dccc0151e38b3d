package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Operand 0 under the shape in INT64 operand 1; -1 is what remains, 0 keeps the operand's extent unless {@code allowZero}.
 */
public record Reshape(boolean allowZero) implements Op {
    @Override
    public java.util.Set<Integer> parameters() {
        return java.util.Set.of(1);
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
