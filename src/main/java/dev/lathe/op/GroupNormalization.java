package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Normalises each group of channels of x [n, c, ...] by its own mean and variance, then scale [c] and bias [c]; all
 * FLOAT32. The variance is that of the population.
 */
public record GroupNormalization(int groups, float epsilon) implements Op {
    private static final List<String> ROLES = List.of("x", "scale", "bias");

    public GroupNormalization {
        Channels.groups("GroupNormalization", groups);
        Channels.epsilon("GroupNormalization", epsilon);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        List<TensorType> results = Channels.perChannel(this, in, ROLES);
        int c = in.shape(0).dim(1);
        Check.check(this, c % groups == 0, "x %s has %d channels, not a multiple of %d groups", in.shape(0), c, groups);
        return results;
    }
}
