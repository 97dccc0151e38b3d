package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Matrix product with numpy batching: [..., m, k] x [..., k, n]; vectors are rows on the left and columns on the right.
 */
public record MatMul() implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
