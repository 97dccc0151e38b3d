package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * alpha·A'·B' + beta·C with A' [m, k], B' [k, n] and optional C broadcast to [m, n]; a fused residual is operand 3.
 */
public record Gemm(float alpha, float beta, boolean transposeA, boolean transposeB, Epilogue epilogue) implements Op {

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
