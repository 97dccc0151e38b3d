package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Quantised MatMul. Operands a, a scale, a zero point, b, b scale, b zero point, y scale, y zero point; rounding as QLinearConv.
 */
public record QLinearMatMul() implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
