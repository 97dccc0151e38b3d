package dev.lathe.train;

import dev.lathe.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The gradients of one step by parameter, as masks and codebooks leave them. */
final class ConstrainedGradients {
    private final Parameters weights;
    private final Map<String, float[]> arrays = new LinkedHashMap<>();

    /** @param dense of all trained parameters; is written to */
    ConstrainedGradients(Parameters weights, Map<String, Tensor> dense) {
        this.weights = weights;
        for (Parameter parameter : weights.trained()) {
            float[] gradient = parameter.matching(dense.get(parameter.name()), "gradient");
            parameter.constrain(gradient);
            arrays.put(parameter.name(), gradient);
        }
    }

    float[] of(Parameter parameter) {
        return Objects.requireNonNull(arrays.get(parameter.name()), parameter.name());
    }

    /** The Euclidean norm of all together. */
    double norm() {
        double sum = 0;
        for (Parameter parameter : weights.trained()) {
            sum += parameter.squaredNorm(of(parameter));
        }
        return Math.sqrt(sum);
    }

    /** Scales all so that their norm is at most {@code limit} (Pascanu et al. 2013, arXiv 1211.5063, algorithm 1). */
    void clip(double limit) {
        double norm = norm();
        if (norm > limit) {
            float factor = (float) (limit / norm);
            for (float[] gradient : arrays.values()) {
                for (int i = 0; i < gradient.length; i++) {
                    gradient[i] *= factor;
                }
            }
        }
    }
}
