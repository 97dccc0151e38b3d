package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * alpha·A'·B' + beta·C with A' [m, k], B' [k, n] and optional C broadcast to [m, n]; a fused residual is operand 3.
 * FLOAT32, INT64 or INT32. Integers are summed exactly, wrapping around at 64 bits; with an alpha or beta other than 1
 * they are scaled in double precision and cut towards zero.
 */
public record Gemm(float alpha, float beta, boolean transposeA, boolean transposeB, Epilogue epilogue) implements Op {
    private static final int C = 2;
    private static final int RESIDUAL = 3;

    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 2, epilogue.residual() ? 4 : 3);
        Check.dtype(this, in, 0, DType.FLOAT32, DType.INT64, DType.INT32);
        Elementwise.sameType(this, in, 0, 1);
        for (int i = 0; i < 2; i++) {
            check(this, in.shape(i).rank() == 2, "operand %d %s must have rank 2", i, in.type(i));
        }
        Shape a = in.shape(0);
        Shape b = in.shape(1);
        int depth = a.dim(transposeA ? 0 : 1);
        int wanted = b.dim(transposeB ? 1 : 0);
        check(
                this,
                depth == wanted,
                "operand 0 %s%s has %d columns, operand 1 %s%s has %d rows",
                a,
                transposeA ? " transposed" : "",
                depth,
                b,
                transposeB ? " transposed" : "",
                wanted);
        Shape result = Shape.of(a.dim(transposeA ? 1 : 0), b.dim(transposeB ? 0 : 1));
        addends(in, result);
        return Elementwise.one(in.dtype(0), result);
    }

    private void addends(Operands in, Shape result) {
        if (in.has(C)) {
            Elementwise.sameType(this, in, 0, C);
            Elementwise.broadcastsTo(this, in, C, result);
        }
        check(
                this,
                epilogue.activation() == null || in.dtype(0) == DType.FLOAT32,
                "an activation wants float32, operand 0 is %s",
                in.type(0));
        if (epilogue.residual()) {
            check(this, in.has(RESIDUAL), "operand 3 (residual) is missing");
            Elementwise.sameType(this, in, 0, RESIDUAL);
            check(
                    this,
                    in.shape(RESIDUAL).equals(result),
                    "operand 3 (residual) is %s, wanted %s",
                    in.shape(RESIDUAL),
                    result);
        }
    }
}
