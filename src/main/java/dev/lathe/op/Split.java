package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Cuts operand 0 along {@code axis} into the lengths in optional INT64 operand 1, or into {@code outputs} equal parts (the last may be shorter).
 */
public record Split(int axis, int outputs) implements Op {
    @Override
    public java.util.Set<Integer> parameters() {
        return java.util.Set.of(1);
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
