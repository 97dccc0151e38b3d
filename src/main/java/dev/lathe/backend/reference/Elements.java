package dev.lathe.backend.reference;

import dev.lathe.op.Activate;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.Dropout;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;

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
}
