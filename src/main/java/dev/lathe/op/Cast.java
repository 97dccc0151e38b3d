package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Converts every element; a float becomes an integer by cutting towards zero, anything but 0 becomes true.
 *
 * <p>A value that the integer type cannot hold keeps the low bits of its 64-bit value; floats beyond 64 bits saturate
 * first, NaN counts as 0. Half and bfloat16 round to the nearest, ties to even, by way of single precision.
 */
public record Cast(ElementType to) implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 1);
        return Elementwise.one(to.dtype(), in.shape(0));
    }
}
