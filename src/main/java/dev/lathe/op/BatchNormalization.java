package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Inference batch normalisation. Operands x [n, c, ...], scale [c], bias [c], mean [c], variance [c]; result scale·(x - mean)/sqrt(variance + epsilon) + bias.
 */
public record BatchNormalization(float epsilon) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
