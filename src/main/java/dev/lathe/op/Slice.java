package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * numpy slicing. Operands data, starts, ends, optional axes, optional steps (negative ones walk backwards).
 */
public record Slice() implements Op {
    @Override
    public java.util.Set<Integer> parameters() {
        return java.util.Set.of(1, 2, 3, 4);
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
