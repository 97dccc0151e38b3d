package dev.lathe.onnx;

import static dev.lathe.onnx.NodeEncodings.none;

import dev.lathe.op.Gemm;

/** Matrix products with attributes as nodes. */
final class MatrixEncodings {
    private static final int GEMM_RESIDUAL = 3;

    private MatrixEncodings() {}

    static void gemm(Gemm op, NodeWriter to) {
        AttributesBuilder attributes = none().put("alpha", op.alpha())
                .put("beta", op.beta())
                .flag("transA", op.transposeA())
                .flag("transB", op.transposeB());
        ActivationEncodings.fused("Gemm", attributes, GEMM_RESIDUAL, op.epilogue(), to);
    }
}
