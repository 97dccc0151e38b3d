package dev.lathe.backend.reference;

import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.QLinearMatMul;

/** Matrix products. */
final class Matrices {
    private Matrices() {}

    static void gemm(Gemm op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void matMul(MatMul op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void matMulInteger(MatMulInteger op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void qLinearMatMul(QLinearMatMul op, Args args) {
        throw new UnsupportedOperationException();
    }
}
