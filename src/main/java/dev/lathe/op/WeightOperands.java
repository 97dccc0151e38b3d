package dev.lathe.op;

import java.util.List;

/** Which operands of an operator are weights. */
public final class WeightOperands {
    private WeightOperands() {}

    /** Operands that the operator multiplies with its data; those that are constants are its weights. */
    public static List<Integer> factors(Op op) {
        return switch (op) {
            case Conv _, ConvTranspose _, ConvInteger _ -> List.of(1);
            case Gemm _, MatMul _, MatMulInteger _ -> List.of(0, 1);
            case QLinearConv _ -> List.of(3);
            case QLinearMatMul _ -> List.of(0, 3);
            case Op _ -> List.of();
        };
    }

    /** Operands that hold trained values per channel: biases, and scale and shift of normalisations. */
    public static List<Integer> biases(Op op) {
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
