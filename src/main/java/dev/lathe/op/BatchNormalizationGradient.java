package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * The derivatives of a {@link BatchNormalization} whose mean and variance are the {@link Moments} of its x. Operands dy
 * [n, c, ...], x of the same shape, scale [c], mean [c], variance [c], all FLOAT32. With N numbers in a channel, σ² =
 * variance + epsilon, b = Σ dy and m = Σ dy·(x - mean), the results are
 *
 * <ul>
 *   <li>by x: scale/σ·(dy - b/N - (x - mean)·m/(N·σ²)),
 *   <li>by scale: m/σ,
 *   <li>by bias: b.
 * </ul>
 *
 * <p>(Ioffe and Szegedy, <i>Batch Normalization</i>, 2015, section 3.) Made by differentiation; ONNX has no such
 * operator, and files never hold it.
 */
public record BatchNormalizationGradient(float epsilon) implements Op {
    private static final List<String> ROLES = List.of("dy", "x", "scale", "mean", "variance");

    public BatchNormalizationGradient {
        Channels.epsilon("BatchNormalizationGradient", epsilon);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Channels.perChannel(this, in, ROLES, 2);
        return List.of(in.type(0), in.type(2), in.type(2));
    }
}
