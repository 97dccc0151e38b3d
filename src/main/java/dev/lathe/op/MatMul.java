package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * Matrix product with numpy batching: [..., m, k] x [..., k, n]; vectors are rows on the left and columns on the right.
 * FLOAT32, INT64 or INT32; integers wrap around.
 */
public record MatMul() implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 2);
        Check.dtype(this, in, 0, DType.FLOAT32, DType.INT64, DType.INT32);
        Elementwise.sameType(this, in, 0, 1);
        return Elementwise.one(in.dtype(0), product(this, in, 0, 1));
    }

    /** Shape of the matrix product of operands {@code left} and {@code right}. */
    static Shape product(Op op, Operands in, int left, int right) {
        Check.rankAtLeast(op, in, left, 1);
        Check.rankAtLeast(op, in, right, 1);
        Shape a = in.shape(left);
        Shape b = in.shape(right);
        int depth = a.dim(a.rank() - 1);
        int wanted = b.dim(Math.max(b.rank() - 2, 0));
        check(
                op,
                depth == wanted,
                "operand %d %s has %d columns, operand %d %s has %d rows",
                left,
                a,
                depth,
                right,
                b,
                wanted);
        int[] batch = batch(op, in, left, right).dims();
        int m = a.rank() > 1 ? 1 : 0;
        int n = b.rank() > 1 ? 1 : 0;
        int[] dims = Arrays.copyOf(batch, batch.length + m + n);
        if (m == 1) {
            dims[batch.length] = a.dim(a.rank() - 2);
        }
        if (n == 1) {
            dims[batch.length + m] = b.dim(b.rank() - 1);
        }
        return Shape.of(dims);
    }

    private static Shape batch(Op op, Operands in, int left, int right) {
        Shape a = in.shape(left);
        Shape b = in.shape(right);
        try {
            return Shape.broadcast(a.slice(0, Math.max(a.rank() - 2, 0)), b.slice(0, Math.max(b.rank() - 2, 0)));
        } catch (ShapeException _) {
            throw new ShapeException("%s: the leading extents of operand %d %s and operand %d %s do not broadcast"
                    .formatted(op.name(), left, a, right, b));
        }
    }
}
