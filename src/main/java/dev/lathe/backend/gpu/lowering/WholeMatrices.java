package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.lowering.IntegerMatrices.Product;
import dev.lathe.op.Gemm;
import dev.lathe.tensor.Shape;
import java.util.List;

/** Products of matrices of INT32 and INT64: one work-item for each result. */
final class WholeMatrices {
    private static final int C = 2;
    private static final int RESIDUAL = 3;

    private WholeMatrices() {}

    static Lowered matMul(Call call) {
        Product product = Product.of(0, 1, call);
        MatrixPlaces places =
                new MatrixPlaces(product.outer()).add(call.shape(0)).add(call.shape(1));
        int[] strides = {
            product.rows(), product.columns(), product.depth(), product.depth(), 1, product.columns(), 1, 0, 0, 0
        };
        return Lowered.of(launch(places, 1, 1, call).struct(strides));
    }

    static Lowered gemm(Gemm op, Call call) {
        boolean scaled = op.alpha() != 1 || (call.operands().has(C) && op.beta() != 1);
        if (scaled && !call.device().doubles()) {
            return new Lowered.Refused("scaling integers wants double precision, which the device has not");
        }
        MatrixPlaces places = new MatrixPlaces(Shape.SCALAR).add(call.shape(0)).add(call.shape(1));
        float beta = call.operands().has(C) ? op.beta() : 1;
        return Lowered.of(launch(places, op.alpha(), beta, call).struct(strides(op, call)));
    }

    /** All but the strides. Operands that {@code MatMul} does not have are left out there as in {@code Gemm}. */
    private static Launch launch(MatrixPlaces places, float alpha, float beta, Call call) {
        int size = call.result(0).shape().size();
        return Launch.of("integer/matmul_whole", call.cover(size))
                .define("T", ElementNames.of(call.result(0).dtype()))
                .define("SCALED", alpha == 1 && beta == 1 ? 0 : 1)
                .operands(0, 1)
                .with(List.of(Zeros.orZero(C, 0, call), Zeros.orZero(RESIDUAL, 0, call)))
                .table(places.table())
                .result(0)
                .ints(size)
                .reals(alpha, beta);
    }

    /** The fields of {@code Strides} in the kernel. */
    private static int[] strides(Gemm op, Call call) {
        int rows = call.result(0).shape().dim(0);
        int columns = call.result(0).shape().dim(1);
        int depth = call.shape(0).dim(op.transposeA() ? 0 : 1);
        Shape c = call.operands().has(C) ? call.shape(C) : Shape.SCALAR;
        boolean perRow = c.rank() == 2 && c.dim(0) > 1;
        boolean perColumn = c.rank() > 0 && c.dim(c.rank() - 1) > 1;
        return new int[] {
            rows,
            columns,
            depth,
            op.transposeA() ? 1 : depth,
            op.transposeA() ? rows : 1,
            op.transposeB() ? 1 : columns,
            op.transposeB() ? depth : 1,
            perRow ? c.dim(1) : 0,
            perColumn ? 1 : 0,
            call.operands().has(RESIDUAL) ? 1 : 0
        };
    }
}
