package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Inference batch normalisation, all FLOAT32. Operands x [n, c, ...], scale [c], bias [c], mean [c], variance [c];
 * result scale·(x - mean)/sqrt(variance + epsilon) + bias.
 */
public record BatchNormalization(float epsilon) implements Op {
    private static final List<String> ROLES = List.of("x", "scale", "bias", "mean", "variance");

    public BatchNormalization {
        Channels.epsilon("BatchNormalization", epsilon);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        return Channels.perChannel(this, in, ROLES);
    }
}
