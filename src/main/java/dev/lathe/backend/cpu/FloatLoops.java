package dev.lathe.backend.cpu;

import dev.lathe.op.Binary;
import dev.lathe.op.Unary;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** One plain loop per function, which the compiler vectorises where the function allows it. */
final class FloatLoops {
    /** {@code y[i] = f(x[i])} for from &le; i &lt; to. */
    @FunctionalInterface
    interface Map {
        void run(float[] x, float[] y, int from, int to);
    }

    /** {@code y[c + i] = f(p[a + i], q[b + i])} for 0 &le; i &lt; n. */
    @FunctionalInterface
    interface Zip {
        void run(float[] p, int a, float[] q, int b, float[] y, int c, int n);
    }

    private static final Curves CURVES = Curves.best();

    private FloatLoops() {}

    /** The loop for {@code function}, whose result is FLOAT32. */
    static Zip of(Binary.Function function) {
        return switch (function) {
            case ADD -> FloatLoops::add;
            case SUB -> FloatLoops::sub;
            case MUL -> FloatLoops::mul;
            case DIV -> FloatLoops::div;
            case POW -> FloatLoops::pow;
            case MOD -> FloatLoops::mod;
            case FMOD -> FloatLoops::fmod;
            case MIN -> FloatLoops::min;
            case MAX -> FloatLoops::max;
            case AND, OR, XOR, EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                throw new IllegalArgumentException(function + " gives no float32");
        };
    }

    private static void add(float[] p, int a, float[] q, int b, float[] y, int c, int n) {
        for (int i = 0; i < n; i++) {
            y[c + i] = p[a + i] + q[b + i];
        }
    }

    private static void sub(float[] p, int a, float[] q, int b, float[] y, int c, int n) {
        for (int i = 0; i < n; i++) {
            y[c + i] = p[a + i] - q[b + i];
        }
    }

    private static void mul(float[] p, int a, float[] q, int b, float[] y, int c, int n) {
        for (int i = 0; i < n; i++) {
            y[c + i] = p[a + i] * q[b + i];
        }
    }

    private static void div(float[] p, int a, float[] q, int b, float[] y, int c, int n) {
        for (int i = 0; i < n; i++) {
            y[c + i] = p[a + i] / q[b + i];
        }
    }

    private static void pow(float[] p, int a, float[] q, int b, float[] y, int c, int n) {
        for (int i = 0; i < n; i++) {
            y[c + i] = q[b + i] == 2 ? p[a + i] * p[a + i] : (float) Math.pow(p[a + i], q[b + i]);
        }
    }

    private static void mod(float[] p, int a, float[] q, int b, float[] y, int c, int n) {
        for (int i = 0; i < n; i++) {
            float rest = p[a + i] % q[b + i];
            y[c + i] = rest != 0 && (rest < 0) != (q[b + i] < 0) ? rest + q[b + i] : rest;
        }
    }

    private static void fmod(float[] p, int a, float[] q, int b, float[] y, int c, int n) {
        for (int i = 0; i < n; i++) {
            y[c + i] = p[a + i] % q[b + i];
        }
    }

    private static void min(float[] p, int a, float[] q, int b, float[] y, int c, int n) {
        for (int i = 0; i < n; i++) {
            y[c + i] = Math.min(p[a + i], q[b + i]);
        }
    }

    private static void max(float[] p, int a, float[] q, int b, float[] y, int c, int n) {
        for (int i = 0; i < n; i++) {
            y[c + i] = Math.max(p[a + i], q[b + i]);
        }
    }

    /** PRelu with slopes {@code q}: of the two terms one is always 0. */
    static void pRelu(float[] p, int a, float[] q, int b, float[] y, int c, int n) {
        for (int i = 0; i < n; i++) {
            y[c + i] = Math.max(p[a + i], 0) + q[b + i] * Math.min(p[a + i], 0);
        }
    }

    /** The loop for {@code function}, or null where only the reference has one. */
    static @Nullable Map of(Unary.Function function) {
        return switch (function) {
            case ABS -> FloatLoops::abs;
            case NEG -> FloatLoops::neg;
            case SQRT -> FloatLoops::sqrt;
            case RECIPROCAL -> FloatLoops::reciprocal;
            case EXP -> FloatLoops::exp;
            case ERF -> FloatLoops::erf;
            case SIGN -> (x, y, from, to) -> each(Math::signum, x, y, from, to);
            case CEIL -> (x, y, from, to) -> each(Math::ceil, x, y, from, to);
            case FLOOR -> (x, y, from, to) -> each(Math::floor, x, y, from, to);
            case ROUND -> (x, y, from, to) -> each(Math::rint, x, y, from, to);
            case LOG -> (x, y, from, to) -> each(Math::log, x, y, from, to);
            case SIN -> (x, y, from, to) -> each(Math::sin, x, y, from, to);
            case COS -> (x, y, from, to) -> each(Math::cos, x, y, from, to);
            case TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH -> null;
            case NOT, IS_NAN, IS_INF, IS_POSITIVE_INF, IS_NEGATIVE_INF -> null;
        };
    }

    private static void each(DoubleUnaryOperator f, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = (float) f.applyAsDouble(x[i]);
        }
    }

    private static void abs(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.abs(x[i]);
        }
    }

    private static void neg(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = -x[i];
        }
    }

    private static void sqrt(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = (float) Math.sqrt(x[i]);
        }
    }

    private static void reciprocal(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = 1 / x[i];
        }
    }

    private static void exp(float[] x, float[] y, int from, int to) {
        System.arraycopy(x, from, y, from, to - from);
        CURVES.exp(y, from, to);
    }

    private static void erf(float[] x, float[] y, int from, int to) {
        System.arraycopy(x, from, y, from, to - from);
        CURVES.erf(y, from, to);
    }
}
