package dev.lathe.backend;

import dev.lathe.op.Flatten;
import dev.lathe.op.Identity;
import dev.lathe.op.Op;
import dev.lathe.op.Reshape;
import dev.lathe.op.Squeeze;
import dev.lathe.op.Unsqueeze;

/** Operators whose result has the elements of operand 0 in the same order, so that both can share a buffer. */
public final class Views {
    private Views() {}

    public static boolean isView(Op op) {
        return op instanceof Reshape
                || op instanceof Flatten
                || op instanceof Squeeze
                || op instanceof Unsqueeze
                || op instanceof Identity;
    }
}
