package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Convolution of UINT8 or INT8 x and w with INT32 sums. Operands x, w, optional zero points of x (scalar) and of w (scalar or [k]); padding stands for the zero point of x.
 */
public record ConvInteger(Window window, int groups) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
