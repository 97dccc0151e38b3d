package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Axis i of the result is axis perm[i] of operand 0; an empty list reverses the axes.
 */
public record Transpose(List<Integer> perm) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
