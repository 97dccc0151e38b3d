package dev.lathe.train.gradient;

import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.ReluGradient;
import dev.lathe.op.Unary;

/** Derivatives of activations. With y at hand, x need not be kept: where a formula in y is as exact, it is taken. */
final class ActivationRules {
    private ActivationRules() {}

    static void apply(Activation function, Step step) {
        Arithmetic f = step.f();
        String dy = step.gradient();
        String x = step.in(0);
        step.give(
                0,
                switch (function) {
                    case Activation.Relu _ -> f.sketch().apply(new ReluGradient(), dy, step.out());
                    case Activation.LeakyRelu(float alpha) -> f.where(notBelow(f, x), dy, f.times(dy, alpha));
                    case Activation.Elu(float alpha) -> f.times(dy, exponential(f, x, 1, alpha, 1));
                    case Activation.Selu(float alpha, float gamma) ->
                        f.times(dy, exponential(f, x, gamma, (double) alpha * gamma, 1));
                    case Activation.Celu(float alpha) -> f.times(dy, exponential(f, x, 1, 1, alpha));
                    case Activation.Clip(float min, float max) -> f.only(inside(f, step.out(), min, max), dy);
                    case Activation.Sigmoid _ -> f.times(dy, logistic(f, step.out()));
                    case Activation.HardSigmoid(float alpha, float _) ->
                        f.only(inside(f, step.out(), 0, 1), f.times(dy, alpha));
                    case Activation.HardSwish _ -> f.times(dy, hardSwish(f, x));
                    case Activation.Tanh _ -> f.times(dy, f.minus(1, f.square(step.out())));
                    case Activation.Softplus _ -> f.times(dy, curve(f, new Activation.Sigmoid(), x));
                    case Activation.Softsign _ -> f.over(dy, f.square(f.plus(f.unary(Unary.Function.ABS, x), 1)));
                    case Activation.Gelu(boolean tanh) -> f.times(dy, tanh ? tanhGelu(f, x) : gelu(f, x));
                    case Activation.Mish _ -> f.times(dy, mish(f, x));
                    case Activation.Swish(float alpha) -> f.times(dy, swish(f, x, alpha));
                    case Activation.ThresholdedRelu(float alpha) -> f.only(f.above(x, alpha), dy);
                    case Activation.Shrink(float _, float lambda) -> f.only(outside(f, x, lambda), dy);
                });
    }

    private static String curve(Arithmetic f, Activation function, String x) {
        return f.sketch().apply(new Activate(function), x);
    }

    private static String notBelow(Arithmetic f, String x) {
        return f.binary(Binary.Function.GREATER_OR_EQUAL, x, f.number(0));
    }

    /** {@code right} where x &gt; 0, otherwise left·exp(x/scale); what exp gives on the right is cut off first. */
    private static String exponential(Arithmetic f, String x, double right, double left, double scale) {
        String below = f.binary(Binary.Function.MIN, x, f.number(0));
        String curve = f.exp(scale == 1 ? below : f.over(below, f.number(scale)));
        return f.where(f.above(x, 0), f.number(right), f.times(curve, left));
    }

    /** Where y lies between the bounds, infinite ones being none. */
    private static String inside(Arithmetic f, String y, float min, float max) {
        String below = f.binary(Binary.Function.LESS, y, f.number(max));
        String above = f.above(y, min);
        return min == Float.NEGATIVE_INFINITY
                ? below
                : max == Float.POSITIVE_INFINITY ? above : f.binary(Binary.Function.AND, above, below);
    }

    private static String outside(Arithmetic f, String x, float lambda) {
        return f.binary(
                Binary.Function.OR, f.above(x, lambda), f.binary(Binary.Function.LESS, x, f.number(-(double) lambda)));
    }

    /** y·(1 - y). */
    private static String logistic(Arithmetic f, String y) {
        return f.times(y, f.minus(1, y));
    }

    /** 0 up to -3, 1 from 3 on, x/3 + 1/2 between. */
    private static String hardSwish(Arithmetic f, String x) {
        String middle = f.plus(f.times(x, 1 / 3.0), 0.5);
        String right = f.where(f.above(x, 3), f.number(1), middle);
        return f.only(f.above(x, -3), right);
    }

    /** Phi(x) + x·phi(x). */
    private static String gelu(Arithmetic f, String x) {
        String erf = f.unary(Unary.Function.ERF, f.times(x, Math.sqrt(0.5)));
        String cumulative = f.times(f.plus(erf, 1), 0.5);
        String density = f.times(f.exp(f.times(f.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
        return f.plus(cumulative, f.times(x, density));
    }

    /** (1 + t)/2 + x/2·(1 - t²)·u' with t = tanh(u), u = sqrt(2/pi)·(x + 0.044715·x³). */
    private static String tanhGelu(Arithmetic f, String x) {
        double scale = Math.sqrt(2 / Math.PI);
        String square = f.square(x);
        String u = f.times(x, f.plus(f.times(square, 0.044715 * scale), scale));
        String slope = f.plus(f.times(square, 3 * 0.044715 * scale), scale);
        String t = curve(f, new Activation.Tanh(), u);
        String bend = f.times(f.times(x, slope), f.minus(1, f.square(t)));
        return f.times(f.plus(f.plus(t, 1), bend), 0.5);
    }

    /** t + x·(1 - t²)·sigmoid(x) with t = tanh(softplus(x)). */
    private static String mish(Arithmetic f, String x) {
        String t = curve(f, new Activation.Tanh(), curve(f, new Activation.Softplus(), x));
        String bend = f.times(f.minus(1, f.square(t)), curve(f, new Activation.Sigmoid(), x));
        return f.plus(t, f.times(x, bend));
    }

    /** s + alpha·x·s·(1 - s) with s = sigmoid(alpha·x). */
    private static String swish(Arithmetic f, String x, float alpha) {
        String scaled = f.times(x, alpha);
        String s = curve(f, new Activation.Sigmoid(), scaled);
        return f.plus(s, f.times(scaled, logistic(f, s)));
    }

    static void pRelu(Step step) {
        Arithmetic f = step.f();
        String dy = step.gradient();
        String positive = notBelow(f, step.in(0));
        if (step.wants(0)) {
            step.give(0, f.where(positive, dy, f.times(dy, step.in(1))));
        }
        if (step.wants(1)) {
            String slope = f.where(positive, f.number(0), f.times(dy, step.in(0)));
            step.give(1, f.sumTo(slope, step.shape(1)));
        }
    }
}
