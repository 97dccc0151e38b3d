package dev.lathe.train.gradient;

import dev.lathe.op.Binary;
import dev.lathe.op.Unary;

/** Derivatives of functions of two numbers; what was broadcast gets the sum over all places it went to. */
final class BinaryRules {
    private BinaryRules() {}

    static void apply(Binary.Function function, Step step) {
        Arithmetic f = step.f();
        String dy = step.gradient();
        switch (function) {
            case ADD -> give(step, dy, dy);
            case SUB -> minus(step, dy);
            case MUL -> times(step, dy);
            case DIV -> over(step, dy);
            case POW -> power(step, dy);
            case MOD, FMOD -> {
                step.refuse(1, "the remainder has no derivative by the divisor here");
                give(step, dy, dy);
            }
            case MAX -> choice(step, dy, Binary.Function.GREATER_OR_EQUAL);
            case MIN -> choice(step, dy, Binary.Function.LESS_OR_EQUAL);
            case AND, OR, XOR, EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                // truth values have no derivative
            }
        }
    }

    /** Gives both operands their gradients, which have the shape of the result. */
    private static void give(Step step, String left, String right) {
        if (step.wants(0)) {
            step.give(0, step.f().sumTo(left, step.shape(0)));
        }
        if (step.wants(1)) {
            step.give(1, step.f().sumTo(right, step.shape(1)));
        }
    }

    private static void minus(Step step, String dy) {
        if (step.wants(0)) {
            step.give(0, step.f().sumTo(dy, step.shape(0)));
        }
        if (step.wants(1)) {
            step.give(1, step.f().negative(step.f().sumTo(dy, step.shape(1))));
        }
    }

    private static void times(Step step, String dy) {
        Arithmetic f = step.f();
        give(step, step.wants(0) ? f.times(dy, step.in(1)) : dy, step.wants(1) ? f.times(dy, step.in(0)) : dy);
    }

    private static void over(Step step, String dy) {
        Arithmetic f = step.f();
        String left = f.over(dy, step.in(1));
        give(step, left, step.wants(1) ? f.negative(f.times(left, step.out())) : left);
    }

    /** d a^b = b·a^(b-1) da + a^b·ln(a) db; the latter is 0 where a is not positive. */
    private static void power(Step step, String dy) {
        Arithmetic f = step.f();
        String a = step.in(0);
        String b = step.in(1);
        if (step.wants(0)) {
            String slope = f.times(b, f.binary(Binary.Function.POW, a, f.plus(b, -1)));
            step.give(0, f.sumTo(f.times(dy, slope), step.shape(0)));
        }
        if (step.wants(1)) {
            String positive = f.above(a, 0);
            String logarithm = f.unary(Unary.Function.LOG, f.where(positive, a, f.number(1)));
            step.give(1, f.sumTo(f.times(dy, f.times(f.only(positive, step.out()), logarithm)), step.shape(1)));
        }
    }

    /** Everything goes to the operand that was taken; to the first if they are equal. */
    private static void choice(Step step, String dy, Binary.Function first) {
        Arithmetic f = step.f();
        String taken = f.binary(first, step.in(0), step.in(1));
        give(step, step.wants(0) ? f.only(taken, dy) : dy, step.wants(1) ? f.where(taken, f.number(0), dy) : dy);
    }

    static void where(Step step) {
        Arithmetic f = step.f();
        String dy = step.gradient();
        if (step.wants(1)) {
            step.give(1, f.sumTo(f.only(step.in(0), dy), step.shape(1)));
        }
        if (step.wants(2)) {
            step.give(2, f.sumTo(f.where(step.in(0), f.number(0), dy), step.shape(2)));
        }
    }
}
