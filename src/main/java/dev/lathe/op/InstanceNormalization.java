package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Normalises each channel of each image of x [n, c, ...] by its own mean and variance, then scale [c] and bias [c]; all
 * FLOAT32. The variance is that of the population.
 */
public record InstanceNormalization(float epsilon) implements Op {
    private static final List<String> ROLES = List.of("x", "scale", "bias");

    public InstanceNormalization {
        Channels.epsilon("InstanceNormalization", epsilon);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        return Channels.perChannel(this, in, ROLES);
    }
}
