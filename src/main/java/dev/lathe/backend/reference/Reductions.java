package dev.lathe.backend.reference;

import dev.lathe.op.ArgReduce;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;

/** Loops that reduce an axis. */
final class Reductions {
    private Reductions() {}

    static void argReduce(ArgReduce op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void reduce(Reduce op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void softmax(Softmax op, Args args) {
        throw new UnsupportedOperationException();
    }
}
