package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Normalises each channel of each image of x [n, c, ...] by its own mean and variance, then scale [c] and bias [c].
 */
public record InstanceNormalization(float epsilon) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
