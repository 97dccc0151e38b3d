package dev.lathe.backend.cpu;

import dev.lathe.op.Binary;

/** What holds or not of two numbers. */
@FunctionalInterface
interface FloatTest {
    boolean holds(float p, float q);

    /** The comparison {@code function}. */
    static FloatTest of(Binary.Function function) {
        return switch (function) {
            case EQUAL -> (p, q) -> p == q;
            case LESS -> (p, q) -> p < q;
            case LESS_OR_EQUAL -> (p, q) -> p <= q;
            case GREATER -> (p, q) -> p > q;
            case GREATER_OR_EQUAL -> (p, q) -> p >= q;
            case ADD, SUB, MUL, DIV, POW, MOD, FMOD, MIN, MAX, AND, OR, XOR ->
                throw new IllegalArgumentException(function + " compares nothing");
        };
    }
}
