package dev.lathe.backend.reference;

import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.Dropout;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import org.apache.commons.math3.special.Erf;

/** Elementwise loops. */
final class Elements {
    private Elements() {}

    static void activate(Activate op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void binary(Binary op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void cast(Cast op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void dropout(Dropout op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void pRelu(PRelu op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void unary(Unary op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void where(Where op, Args args) {
        throw new UnsupportedOperationException();
    }

    /** {@code function} at {@code x} by its formula, in double precision. */
    static double apply(Activation function, double x) {
        return switch (function) {
            case Activation.Relu _ -> Math.max(0, x);
            case Activation.LeakyRelu f -> x >= 0 ? x : f.alpha() * x;
            case Activation.Elu f -> x > 0 ? x : f.alpha() * Math.expm1(x);
            case Activation.Selu f -> x > 0 ? f.gamma() * x : (double) f.gamma() * f.alpha() * Math.expm1(x);
            case Activation.Celu f -> Math.max(0, x) + Math.min(0, f.alpha() * Math.expm1(x / f.alpha()));
            case Activation.Clip f -> Math.min(Math.max(x, f.min()), f.max());
            case Activation.Sigmoid _ -> sigmoid(x);
            case Activation.HardSigmoid f -> Math.clamp(f.alpha() * x + f.beta(), 0.0, 1.0);
            case Activation.HardSwish _ -> x * Math.clamp(x / 6 + 0.5, 0.0, 1.0);
            case Activation.Tanh _ -> Math.tanh(x);
            case Activation.Softplus _ -> softplus(x);
            case Activation.Softsign _ -> x / (1 + Math.abs(x));
            case Activation.Gelu f -> f.tanh() ? geluTanh(x) : 0.5 * x * Erf.erfc(-x / Math.sqrt(2));
            case Activation.Mish _ -> x * Math.tanh(softplus(x));
            case Activation.Swish f -> x * sigmoid(f.alpha() * x);
            case Activation.ThresholdedRelu f -> x > f.alpha() ? x : 0;
            case Activation.Shrink f -> x < -f.lambda() ? x + f.bias() : x > f.lambda() ? x - f.bias() : 0;
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** ln(1 + exp(x)), written so that the exponential cannot overflow. */
    private static double softplus(double x) {
        return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double geluTanh(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }
}
