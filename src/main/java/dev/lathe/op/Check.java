package dev.lathe.op;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import java.util.Arrays;
import java.util.Locale;

/** The sentences in which {@link Op#infer} refuses. */
final class Check {
    private Check() {}

    /** Refuses with {@code "op: message"} unless {@code holds}. */
    static void check(Op op, boolean holds, String message, Object... args) {
        if (!holds) {
            throw refusal(op, message, args);
        }
    }

    /** What {@link #check} throws. */
    static ShapeException refusal(Op op, String message, Object... args) {
        return new ShapeException(op.name() + ": " + String.format(Locale.ROOT, message, args));
    }

    static void count(Op op, Operands in, int least, int most) {
        check(
                op,
                in.count() >= least && in.count() <= most,
                "wants %d to %d operands, got %d",
                least,
                most,
                in.count());
        for (int i = 0; i < least; i++) {
            check(op, in.has(i), "operand %d is missing", i);
        }
    }

    static void dtype(Op op, Operands in, int index, DType... wanted) {
        for (DType dtype : wanted) {
            if (in.dtype(index) == dtype) {
                return;
            }
        }
        throw refusal(op, "operand %d has type %s, wanted %s", index, in.type(index), Arrays.toString(wanted));
    }

    static void rankAtLeast(Op op, Operands in, int index, int rank) {
        check(
                op,
                in.shape(index).rank() >= rank,
                "operand %d %s must have rank %d or more",
                index,
                in.shape(index),
                rank);
    }
}
