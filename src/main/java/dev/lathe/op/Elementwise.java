package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/** Shape rules that elementwise operators share. */
final class Elementwise {
    private static final DType[] NUMBERS = {DType.FLOAT32, DType.INT64, DType.INT32, DType.INT8, DType.UINT8};

    private Elementwise() {}

    /** Every type but BOOL. */
    static DType[] numbers() {
        return NUMBERS.clone();
    }

    /** The common shape of operands {@code a} and {@code b} under numpy's rules. */
    static Shape broadcast(Op op, Operands in, int a, int b) {
        try {
            return Shape.broadcast(in.shape(a), in.shape(b));
        } catch (ShapeException _) {
            throw new ShapeException("%s: operand %d %s and operand %d %s do not broadcast"
                    .formatted(op.name(), a, in.type(a), b, in.type(b)));
        }
    }

    /** Refuses unless operand {@code index} broadcasts to {@code to} without widening it. */
    static void broadcastsTo(Op op, Operands in, int index, Shape to) {
        check(op, widensTo(in.shape(index), to), "operand %d %s does not broadcast to %s", index, in.type(index), to);
    }

    /** Whether {@code from} broadcasts to exactly {@code to}. */
    static boolean widensTo(Shape from, Shape to) {
        int shift = to.rank() - from.rank();
        if (shift < 0) {
            return false;
        }
        for (int i = 0; i < from.rank(); i++) {
            if (from.dim(i) != 1 && from.dim(i) != to.dim(i + shift)) {
                return false;
            }
        }
        return true;
    }

    /** Refuses unless operands {@code a} and {@code b} have one type. */
    static void sameType(Op op, Operands in, int a, int b) {
        check(
                op,
                in.dtype(a) == in.dtype(b),
                "operand %d has type %s, wanted that of operand %d %s",
                b,
                in.type(b),
                a,
                in.type(a));
    }

    /** One result of type {@code dtype} and shape {@code shape}. */
    static List<TensorType> one(DType dtype, Shape shape) {
        return List.of(new TensorType(dtype, shape));
    }
}
