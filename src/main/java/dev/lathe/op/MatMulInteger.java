package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * As MatMul on UINT8 or INT8 with INT32 sums; optional operands 2 and 3 are the zero points of a and b.
 */
public record MatMulInteger() implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
