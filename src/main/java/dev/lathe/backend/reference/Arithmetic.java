package dev.lathe.backend.reference;

import dev.lathe.op.Binary;
import dev.lathe.op.Unary;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.util.FastMath;

/** {@link Binary} and {@link Unary} functions of single numbers. */
final class Arithmetic {
    private Arithmetic() {}

    static double apply(Binary.Function function, double a, double b) {
        return switch (function) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case POW -> Math.pow(a, b);
            case MOD -> floorMod(a, b);
            case FMOD -> a % b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case EQUAL -> a == b ? 1 : 0;
            case LESS -> a < b ? 1 : 0;
            case LESS_OR_EQUAL -> a <= b ? 1 : 0;
            case GREATER -> a > b ? 1 : 0;
            case GREATER_OR_EQUAL -> a >= b ? 1 : 0;
            case AND, OR, XOR -> throw new IllegalArgumentException(function + " is for truth values");
        };
    }

    /** Exact in 64 bits, wrapping around; divided by zero is 0. */
    static long apply(Binary.Function function, long a, long b) {
        return switch (function) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> b == 0 ? 0 : a / b;
            case POW -> power(a, b);
            case MOD -> b == 0 ? 0 : Math.floorMod(a, b);
            case FMOD -> b == 0 ? 0 : a % b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND -> a != 0 && b != 0 ? 1 : 0;
            case OR -> a != 0 || b != 0 ? 1 : 0;
            case XOR -> a != 0 ^ b != 0 ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case LESS -> a < b ? 1 : 0;
            case LESS_OR_EQUAL -> a <= b ? 1 : 0;
            case GREATER -> a > b ? 1 : 0;
            case GREATER_OR_EQUAL -> a >= b ? 1 : 0;
        };
    }

    private static double floorMod(double a, double b) {
        double rest = a % b;
        return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    }

    /** A negative exponent gives 1/base^-exponent cut towards zero, and so 0 unless the base is 1 or -1. */
    private static long power(long base, long exponent) {
        if (exponent < 0) {
            return base == 1 ? 1 : base == -1 ? 1 - 2 * (exponent & 1) : 0;
        }
        long result = 1;
        long factor = base;
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                result *= factor;
            }
            factor *= factor;
        }
        return result;
    }

    static double apply(Unary.Function function, double x) {
        return switch (function) {
            case ABS -> Math.abs(x);
            case NEG -> -x;
            case SIGN -> Math.signum(x);
            case CEIL -> Math.ceil(x);
            case FLOOR -> Math.floor(x);
            case ROUND -> Math.rint(x);
            case SQRT -> Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case ERF -> Erf.erf(x);
            case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH -> ofAngle(function, x);
            case NOT -> x == 0 ? 1 : 0;
            case IS_NAN -> Double.isNaN(x) ? 1 : 0;
            case IS_INF -> Double.isInfinite(x) ? 1 : 0;
            case IS_POSITIVE_INF -> x == Double.POSITIVE_INFINITY ? 1 : 0;
            case IS_NEGATIVE_INF -> x == Double.NEGATIVE_INFINITY ? 1 : 0;
        };
    }

    private static double ofAngle(Unary.Function function, double x) {
        return switch (function) {
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TAN -> Math.tan(x);
            case ASIN -> Math.asin(x);
            case ACOS -> Math.acos(x);
            case ATAN -> Math.atan(x);
            case SINH -> Math.sinh(x);
            case COSH -> Math.cosh(x);
            case ASINH -> FastMath.asinh(x);
            case ACOSH -> FastMath.acosh(x);
            case ATANH -> FastMath.atanh(x);
            case ABS, NEG, SIGN, CEIL, FLOOR, ROUND, SQRT, RECIPROCAL, EXP, LOG, ERF ->
                throw new IllegalArgumentException(function + " is not of an angle");
            case NOT, IS_NAN, IS_INF, IS_POSITIVE_INF, IS_NEGATIVE_INF ->
                throw new IllegalArgumentException(function + " is not of an angle");
        };
    }

    /** {@code function}, which is ABS, NEG, SIGN or NOT, of an integer or truth value. */
    static long apply(Unary.Function function, long x) {
        return switch (function) {
            case ABS -> Math.abs(x);
            case NEG -> -x;
            case SIGN -> Long.signum(x);
            case NOT -> x == 0 ? 1 : 0;
            case CEIL, FLOOR, ROUND, SQRT, RECIPROCAL, EXP, LOG, ERF, SIN, COS, TAN, ASIN, ACOS, ATAN ->
                throw new IllegalArgumentException(function + " is for floats");
            case SINH, COSH, ASINH, ACOSH, ATANH, IS_NAN, IS_INF, IS_POSITIVE_INF, IS_NEGATIVE_INF ->
                throw new IllegalArgumentException(function + " is for floats");
        };
    }
}
