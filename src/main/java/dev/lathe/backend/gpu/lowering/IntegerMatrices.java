package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.MatMulInteger;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import java.util.List;

/** Products of 8-bit matrices: one work-item for each result. */
final class IntegerMatrices {
    private IntegerMatrices() {}

    static Lowered matMulInteger(Call call) {
        Product product = Product.of(0, 1, call);
        return Lowered.of(product.launch("integer/matmul_integer", 0, 1, call)
                .operands(0, 1)
                .with(List.of(Zeros.orZero(2, 0, call), Zeros.orZero(3, 1, call)))
                .table(new MatrixPlaces(product.outer)
                        .add(call.shape(0))
                        .add(call.shape(1))
                        .add(perRow(2, call))
                        .add(perColumn(3, call))
                        .table())
                .result(0)
                .ints(call.result(0).shape().size(), rowStep(2, call), columnStep(3, call))
                .struct(product.fields()));
    }

    static Lowered qLinearMatMul(Call call) {
        Product product = Product.of(0, 3, call);
        DType to = call.result(0).dtype();
        return Lowered.of(product.launch("integer/matmul_qlinear", 0, 3, call)
                .define("Y", ElementNames.of(to))
                .define("LEAST", Quantization.least(to))
                .operands(0, 1, 2, 3, 4, 5, 6, 7)
                .table(new MatrixPlaces(product.outer)
                        .add(call.shape(0))
                        .add(perRow(1, call))
                        .add(perRow(2, call))
                        .add(call.shape(3))
                        .add(perColumn(4, call))
                        .add(perColumn(5, call))
                        .add(perRow(6, call))
                        .add(perRow(7, call))
                        .table())
                .result(0)
                .ints(call.result(0).shape().size())
                .struct(
                        rowStep(1, call),
                        rowStep(2, call),
                        columnStep(4, call),
                        columnStep(5, call),
                        rowStep(6, call),
                        rowStep(7, call))
                .struct(product.fields()));
    }

    /** Shape of an operand that says one thing for each row, [..., m, 1]; a scalar if it is one element or left out. */
    private static Shape perRow(int index, Call call) {
        return isSingle(index, call) ? Shape.SCALAR : MatMulInteger.asColumn(call.shape(index));
    }

    /** Shape of an operand that says one thing for each column, [n] or [..., 1, n]; otherwise as above. */
    private static Shape perColumn(int index, Call call) {
        return isSingle(index, call) ? Shape.SCALAR : call.shape(index);
    }

    private static boolean isSingle(int index, Call call) {
        return !call.operands().has(index) || call.shape(index).size() == 1;
    }

    private static int rowStep(int index, Call call) {
        Shape shape = perRow(index, call);
        return shape.rank() == 0 || shape.dim(shape.rank() - 2) == 1 ? 0 : 1;
    }

    private static int columnStep(int index, Call call) {
        Shape shape = perColumn(index, call);
        return shape.rank() == 0 || shape.dim(shape.rank() - 1) == 1 ? 0 : 1;
    }

    /** Extents of a batched product; {@code outer} are those before the matrices'. */
    record Product(Shape outer, int rows, int columns, int depth) {
        static Product of(int left, int right, Call call) {
            Shape a = call.shape(left);
            Shape b = call.shape(right);
            return new Product(
                    Shape.broadcast(MatrixPlaces.leading(a), MatrixPlaces.leading(b)),
                    a.rank() > 1 ? a.dim(a.rank() - 2) : 1,
                    b.rank() > 1 ? b.dim(b.rank() - 1) : 1,
                    a.dim(a.rank() - 1));
        }

        private Launch launch(String kernel, int left, int right, Call call) {
            return Launch.of(kernel, call.cover(call.result(0).shape().size()))
                    .define("A", ElementNames.of(call.operands().dtype(left)))
                    .define("B", ElementNames.of(call.operands().dtype(right)));
        }

        private int[] fields() {
            return new int[] {rows, columns, depth};
        }
    }
}
