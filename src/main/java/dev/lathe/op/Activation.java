package dev.lathe.op;

import dev.lathe.error.ShapeException;

/**
 * Functions of one number with constants; formulas as in the ONNX specification. {@code FLOAT32} only. NaN and
 * infinities give what the formula gives in IEEE arithmetic; so {@code x·sigmoid(x)} of minus infinity is NaN.
 */
public sealed interface Activation {
    /** max(0, x). */
    record Relu() implements Activation {}

    /** x if x &ge; 0, otherwise alpha·x. */
    record LeakyRelu(float alpha) implements Activation {}

    /** x if x &gt; 0, otherwise alpha·(exp(x) - 1). */
    record Elu(float alpha) implements Activation {}

    /** gamma·x if x &gt; 0, otherwise gamma·(alpha·exp(x) - alpha). */
    record Selu(float alpha, float gamma) implements Activation {}

    /** max(0, x) + min(0, alpha·(exp(x/alpha) - 1)). */
    record Celu(float alpha) implements Activation {
        /** @throws ShapeException if {@code alpha} is 0, which the formula divides by */
        public Celu {
            if (alpha == 0) {
                throw new ShapeException("Celu: attribute alpha is 0, wanted any other number");
            }
        }
    }

    /** min(max(x, min), max); infinite bounds stand for none. */
    record Clip(float min, float max) implements Activation {}

    /** 1 / (1 + exp(-x)). */
    record Sigmoid() implements Activation {}

    /** max(0, min(1, alpha·x + beta)). */
    record HardSigmoid(float alpha, float beta) implements Activation {}

    /** x·max(0, min(1, x/6 + 1/2)). */
    record HardSwish() implements Activation {}

    record Tanh() implements Activation {}

    /** ln(1 + exp(x)). */
    record Softplus() implements Activation {}

    /** x / (1 + |x|). */
    record Softsign() implements Activation {}

    /** x·Phi(x); with {@code tanh} the usual approximation 0.5·x·(1 + tanh(sqrt(2/pi)·(x + 0.044715·x^3))). */
    record Gelu(boolean tanh) implements Activation {}

    /** x·tanh(softplus(x)). */
    record Mish() implements Activation {}

    /** x·sigmoid(alpha·x); SiLU when alpha is 1. */
    record Swish(float alpha) implements Activation {}

    /** x if x &gt; alpha, otherwise 0. */
    record ThresholdedRelu(float alpha) implements Activation {}

    /** x + bias if x &lt; -lambda, x - bias if x &gt; lambda, otherwise 0. */
    record Shrink(float bias, float lambda) implements Activation {}
}
