package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Joins the operands along {@code axis}; all other extents and the types are equal.
 */
public record Concat(int axis) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
