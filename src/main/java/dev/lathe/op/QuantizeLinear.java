package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * saturate(round(x/scale) + zeroPoint), ties to even, to {@code to} (UINT8, INT8). Operands x, scale, optional zero point; axis and blocks as DequantizeLinear.
 */
public record QuantizeLinear(int axis, int blockSize, dev.lathe.tensor.DType to) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
