package dev.lathe.backend.reference;

import dev.lathe.op.Resize;

/** Resize by its formulas, one output element at a time. */
final class Interpolation {
    private Interpolation() {}

    static void resize(Resize op, Args args) {
        throw new UnsupportedOperationException();
    }
}
