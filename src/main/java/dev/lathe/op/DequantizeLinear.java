package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * (x - zeroPoint)·scale to FLOAT32. Operands x (INT8, UINT8, INT32), scale, optional zero point: scalars, vectors along {@code axis}, or blocks of {@code blockSize} along it (0: none).
 */
public record DequantizeLinear(int axis, int blockSize) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
