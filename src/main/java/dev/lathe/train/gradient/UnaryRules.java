package dev.lathe.train.gradient;

import dev.lathe.op.Unary;

/** Derivatives of functions of one number, in y where that is as exact as in x. */
final class UnaryRules {
    private UnaryRules() {}

    static void apply(Unary.Function function, Step step) {
        Arithmetic f = step.f();
        String dy = step.gradient();
        String x = step.in(0);
        switch (function) {
            case ABS -> step.give(0, f.times(dy, f.unary(Unary.Function.SIGN, x)));
            case NEG -> step.give(0, f.negative(dy));
            case SQRT -> step.give(0, f.over(f.times(dy, 0.5), step.out()));
            case RECIPROCAL -> step.give(0, f.negative(f.times(dy, f.square(step.out()))));
            case EXP -> step.give(0, f.times(dy, step.out()));
            case LOG -> step.give(0, f.over(dy, x));
            case ERF -> step.give(0, f.times(f.times(dy, f.exp(f.negative(f.square(x)))), 2 / Math.sqrt(Math.PI)));
            case SIN -> step.give(0, f.times(dy, f.unary(Unary.Function.COS, x)));
            case COS -> step.give(0, f.negative(f.times(dy, f.unary(Unary.Function.SIN, x))));
            case TAN -> step.give(0, f.times(dy, f.plus(f.square(step.out()), 1)));
            case ASIN -> step.give(0, f.over(dy, f.sqrt(f.minus(1, f.square(x)))));
            case ACOS -> step.give(0, f.negative(f.over(dy, f.sqrt(f.minus(1, f.square(x))))));
            case ATAN -> step.give(0, f.over(dy, f.plus(f.square(x), 1)));
            case SINH -> step.give(0, f.times(dy, f.unary(Unary.Function.COSH, x)));
            case COSH -> step.give(0, f.times(dy, f.unary(Unary.Function.SINH, x)));
            case ASINH -> step.give(0, f.over(dy, f.sqrt(f.plus(f.square(x), 1))));
            case ACOSH -> step.give(0, f.over(dy, f.sqrt(f.plus(f.square(x), -1))));
            case ATANH -> step.give(0, f.over(dy, f.minus(1, f.square(x))));
            case SIGN, CEIL, FLOOR, ROUND, NOT, IS_NAN, IS_INF, IS_POSITIVE_INF, IS_NEGATIVE_INF -> {
                // steps: the derivative is 0 wherever there is one
            }
        }
    }
}
