package dev.lathe.op;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Quantised {@link MatMul}: y = saturate(round(sum·as·bs/ys) + yz) with sum over (a - az)·(b - bz), ties to even.
 * Operands a, a scale, a zero point, b, b scale, b zero point, y scale, y zero point. Scales are FLOAT32; scales and
 * zero points of a and y are scalars or say one thing per row, those of b per column, as in {@link MatMulInteger}.
 */
public record QLinearMatMul() implements Op {
    private static final int A = 0;
    private static final int B = 3;
    private static final int Y_SCALE = 6;
    private static final int Y_ZERO = 7;

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 8, 8);
        for (int i : new int[] {A, B}) {
            Check.dtype(this, in, i, DType.UINT8, DType.INT8);
            Check.dtype(this, in, i + 1, DType.FLOAT32);
            Elementwise.sameType(this, in, i, i + 2);
        }
        Check.dtype(this, in, Y_SCALE, DType.FLOAT32);
        Check.dtype(this, in, Y_ZERO, DType.UINT8, DType.INT8);
        Shape result = MatMul.product(this, in, A, B);
        for (int i = 1; i <= 2; i++) {
            MatMulInteger.perRow(this, in, A + i, in.shape(A));
            MatMulInteger.perColumn(this, in, B + i, in.shape(B));
        }
        // where a or b is a vector, the result has no rows to tell apart
        boolean rows = in.shape(A).rank() > 1 && in.shape(B).rank() > 1;
        MatMulInteger.perRow(this, in, Y_SCALE, rows ? result : Shape.SCALAR);
        MatMulInteger.perRow(this, in, Y_ZERO, rows ? result : Shape.SCALAR);
        return Elementwise.one(in.dtype(Y_ZERO), result);
    }
}
