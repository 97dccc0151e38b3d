package dev.lathe.train;

import dev.lathe.error.InputException;

/**
 * What draws weights towards zero in each step. Acts on parameters of rank 2 and more only; biases and the scales and
 * shifts of batch normalisation are left alone.
 *
 * @param rate 0 or more
 */
public record Decay(Kind kind, double rate) {
    /** Where the decay of a weight w enters. */
    public enum Kind {
        /** {@code rate}·w is added to the gradient, so that momentum and Adam's scaling act on it: a penalty on w². */
        L2,
        /** w is multiplied by 1 - learning rate·{@code rate}, and nothing else (Loshchilov and Hutter 2019). */
        DECOUPLED
    }

    public static final Decay NONE = new Decay(Kind.L2, 0);

    /** @throws InputException if the rate is negative, infinite or NaN */
    public Decay {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new InputException("weights decay at a rate of 0 or more, not " + rate);
        }
    }

    public static Decay l2(double rate) {
        return new Decay(Kind.L2, rate);
    }

    public static Decay decoupled(double rate) {
        return new Decay(Kind.DECOUPLED, rate);
    }

    /** What times w is added to the gradient. */
    float penalty() {
        return kind == Kind.L2 ? (float) rate : 0;
    }

    /** The factor on w in a step of learning rate {@code learningRate}. */
    float kept(double learningRate) {
        return kind == Kind.DECOUPLED ? (float) (1 - learningRate * rate) : 1;
    }
}
