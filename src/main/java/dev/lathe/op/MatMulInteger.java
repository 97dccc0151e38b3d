package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * As {@link MatMul} on UINT8 or INT8 with INT32 sums that wrap around. Optional operands 2 and 3 are the zero points of
 * a and b: scalars, vectors [m] for a and [n] for b, or tensors that broadcast to [..., m, 1] and [..., 1, n].
 */
public record MatMulInteger() implements Op {
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, 4);
        for (int i = 0; i < 2; i++) {
            Check.dtype(this, in, i, DType.UINT8, DType.INT8);
            if (in.has(i + 2)) {
                Elementwise.sameType(this, in, i, i + 2);
            }
        }
        Shape result = MatMul.product(this, in, 0, 1);
        if (in.has(2)) {
            perRow(this, in, 2, in.shape(0));
        }
        if (in.has(3)) {
            perColumn(this, in, 3, in.shape(1));
        }
        return Elementwise.one(DType.INT32, result);
    }

    /** Refuses unless operand {@code index} has one element or one for each row of {@code matrix}. */
    static void perRow(Op op, Operands in, int index, Shape matrix) {
        Shape found = asColumn(in.shape(index));
        boolean fits = found.size() == 1
                || (matrix.rank() > 1 && found.dim(found.rank() - 1) == 1 && Elementwise.widensTo(found, matrix));
        check(op, fits, "operand %d %s is neither one element nor one per row of %s", index, in.type(index), matrix);
    }

    /** Refuses unless operand {@code index} has one element or one for each column of {@code matrix}. */
    static void perColumn(Op op, Operands in, int index, Shape matrix) {
        Shape found = in.shape(index);
        boolean fits = found.size() == 1
                || (matrix.rank() > 1
                        && (found.rank() < 2 || found.dim(found.rank() - 2) == 1)
                        && Elementwise.widensTo(found, matrix));
        check(op, fits, "operand %d %s is neither one element nor one per column of %s", index, in.type(index), matrix);
    }

    /** A vector [m], which says one thing for each row, as [m, 1]; any other shape itself. */
    public static Shape asColumn(Shape perRow) {
        return perRow.rank() == 1 ? Shape.of(perRow.dim(0), 1) : perRow;
    }
}
