package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Picks slices of operand 0 along {@code axis} by the (possibly negative) indices in operand 1.
 */
public record Gather(int axis) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
