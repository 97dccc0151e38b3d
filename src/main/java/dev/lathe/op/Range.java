package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Values start, start + delta, ... below (above) limit. Three scalar operands of one type.
 */
public record Range() implements Op {
    @Override
    public java.util.Set<Integer> parameters() {
        return java.util.Set.of(0, 1, 2);
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
