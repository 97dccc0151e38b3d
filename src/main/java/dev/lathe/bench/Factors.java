package dev.lathe.bench;

import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Gemm;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.MatMul;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.Op;
import dev.lathe.op.PRelu;
import dev.lathe.op.QLinearConv;
import dev.lathe.op.QLinearMatMul;
import java.util.List;

/** Which operands of an operator are weights. */
final class Factors {
    private Factors() {}

    /** Operands that the operator multiplies with its data; those that are constants are its weights. */
    static List<Integer> factors(Op op) {
        return switch (op) {
            case Conv _, ConvTranspose _, ConvInteger _ -> List.of(1);
            case Gemm _, MatMul _, MatMulInteger _ -> List.of(0, 1);
            case QLinearConv _ -> List.of(3);
            case QLinearMatMul _ -> List.of(0, 3);
            case Op _ -> List.of();
        };
    }

    /** Operands that hold trained values per channel: biases, and scale and shift of normalisations. */
    static List<Integer> biases(Op op) {
        return switch (op) {
            case Conv _, ConvTranspose _, Gemm _ -> List.of(2);
            case QLinearConv _ -> List.of(8);
            case BatchNormalization _, InstanceNormalization _, GroupNormalization _, LayerNormalization _ ->
                List.of(1, 2);
            case PRelu _ -> List.of(1);
            case Binary _ -> List.of(0, 1);
            case Op _ -> List.of();
        };
    }
}
