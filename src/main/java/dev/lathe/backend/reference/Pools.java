package dev.lathe.backend.reference;

import dev.lathe.op.GlobalPool;
import dev.lathe.op.Pool;

/** Pooling loops. */
final class Pools {
    private Pools() {}

    static void pool(Pool op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void globalPool(GlobalPool op, Args args) {
        throw new UnsupportedOperationException();
    }
}
