package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * UINT8 quantisation of FLOAT32 x by its own range: results y, scale (scalar), zero point (scalar).
 */
public record DynamicQuantizeLinear() implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
