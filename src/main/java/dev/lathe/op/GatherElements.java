package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Picks single elements of operand 0 along {@code axis}; the result has the shape of the indices in operand 1.
 */
public record GatherElements(int axis) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
