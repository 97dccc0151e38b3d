package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * A tensor of the shape given by the INT64 operand, filled with the one element of {@code value}.
 */
public record ConstantOfShape(dev.lathe.tensor.Tensor value) implements Op {
    @Override
    public java.util.Set<Integer> parameters() {
        return java.util.Set.of(0);
    }
    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
