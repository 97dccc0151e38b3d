package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Converts every element; a float becomes an integer by cutting towards zero, anything but 0 becomes true.
 */
public record Cast(ElementType to) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
