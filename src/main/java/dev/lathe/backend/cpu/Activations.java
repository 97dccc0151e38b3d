package dev.lathe.backend.cpu;

import dev.lathe.op.Activation;

/**
 * Activations in single precision, in place. Errors are those of {@link FloatMath}; the loops written out here are such
 * that the compiler makes vector instructions of them.
 */
final class Activations {
    private static final Curves CURVES = Curves.best();

    private Activations() {}

    /** Replaces elements {@code from} (inclusive) to {@code to} (exclusive) of {@code data} by their activation. */
    static void apply(Activation a, float[] data, int from, int to) {
        switch (a) {
            case Activation.Relu _ -> relu(data, from, to);
            case Activation.LeakyRelu f -> leakyRelu(data, from, to, f.alpha());
            case Activation.Elu f -> CURVES.elu(data, from, to, f.alpha(), 1);
            case Activation.Selu f -> CURVES.elu(data, from, to, f.alpha(), f.gamma());
            case Activation.Celu f -> celu(data, from, to, f.alpha());
            case Activation.Clip f -> clip(data, from, to, f.min(), f.max());
            case Activation.Sigmoid _ -> CURVES.sigmoid(data, from, to);
            case Activation.HardSigmoid f -> hardSigmoid(data, from, to, f.alpha(), f.beta());
            case Activation.HardSwish _ -> hardSwish(data, from, to);
            case Activation.Tanh _ -> CURVES.tanh(data, from, to);
            case Activation.Softplus _ -> CURVES.softplus(data, from, to);
            case Activation.Softsign _ -> softsign(data, from, to);
            case Activation.Gelu f when f.tanh() -> CURVES.geluTanh(data, from, to);
            case Activation.Gelu _ -> CURVES.gelu(data, from, to);
            case Activation.Mish _ -> CURVES.mish(data, from, to);
            case Activation.Swish f -> CURVES.swish(data, from, to, f.alpha());
            case Activation.ThresholdedRelu f -> thresholdedRelu(data, from, to, f.alpha());
            case Activation.Shrink f -> shrink(data, from, to, f.bias(), f.lambda());
        }
    }

    private static void relu(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = Math.max(x[i], 0);
        }
    }

    private static void leakyRelu(float[] x, int from, int to, float alpha) {
        for (int i = from; i < to; i++) {
            x[i] = Math.max(x[i], 0) + alpha * Math.min(x[i], 0);
        }
    }

    /** In double precision, because alpha may carry the exponential anywhere. */
    private static void celu(float[] x, int from, int to, float alpha) {
        for (int i = from; i < to; i++) {
            x[i] = (float) (Math.max(x[i], 0) + Math.min(0, alpha * Math.expm1((double) x[i] / alpha)));
        }
    }

    private static void clip(float[] x, int from, int to, float min, float max) {
        for (int i = from; i < to; i++) {
            x[i] = Math.min(Math.max(x[i], min), max);
        }
    }

    private static void hardSigmoid(float[] x, int from, int to, float alpha, float beta) {
        for (int i = from; i < to; i++) {
            x[i] = Math.min(Math.max(alpha * x[i] + beta, 0), 1);
        }
    }

    private static void hardSwish(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] * Math.min(Math.max(x[i] * (1 / 6f) + 0.5f, 0), 1);
        }
    }

    private static void softsign(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] / (1 + Math.abs(x[i]));
        }
    }

    private static void thresholdedRelu(float[] x, int from, int to, float alpha) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] > alpha ? x[i] : 0;
        }
    }

    private static void shrink(float[] x, int from, int to, float bias, float lambda) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] < -lambda ? x[i] + bias : x[i] > lambda ? x[i] - bias : 0;
        }
    }
}
