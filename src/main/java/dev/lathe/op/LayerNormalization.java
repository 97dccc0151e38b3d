package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Normalises over the axes from {@code axis} on. Operands x, scale, optional bias (broadcast to those axes); results y, mean, inverse standard deviation.
 */
public record LayerNormalization(int axis, float epsilon) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
