package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.QLinearConv;
import dev.lathe.op.QLinearMatMul;

/** Convolutions and matrix products of integers, exact but for the last step of quantised ones. */
final class IntegerProducts {
    private IntegerProducts() {}

    static Lowered convInteger(ConvInteger op, Call call) {
        return IntegerConvolutions.convInteger(op, call);
    }

    static Lowered matMulInteger(MatMulInteger op, Call call) {
        return IntegerMatrices.matMulInteger(call);
    }

    static Lowered qLinearConv(QLinearConv op, Call call) {
        return IntegerConvolutions.qLinearConv(op, call);
    }

    static Lowered qLinearMatMul(QLinearMatMul op, Call call) {
        return IntegerMatrices.qLinearMatMul(call);
    }

    /** {@code op} on INT32 or INT64. */
    static Lowered gemm(Gemm op, Call call) {
        return WholeMatrices.gemm(op, call);
    }

    /** {@code op} on INT32 or INT64. */
    static Lowered matMul(MatMul op, Call call) {
        return WholeMatrices.matMul(call);
    }
}
