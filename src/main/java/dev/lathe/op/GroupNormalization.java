package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Normalises each group of channels of x [n, c, ...] by its own mean and variance, then scale [c] and bias [c].
 */
public record GroupNormalization(int groups, float epsilon) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
