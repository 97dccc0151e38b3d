package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.op.Binary;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;

/** Operands of matrix products in another form, in scratch buffers; copies of constants are made once. */
final class MatrixCopies {
    private MatrixCopies() {}

    /** Matrix {@code operand} of shape {@code x}, rows and columns swapped. */
    static Arg transposed(int operand, Shape x, Call call, Draft draft) {
        return transposed(new Arg.Operand(operand), x, call, draft);
    }

    static Arg transposed(Arg matrix, Shape x, Call call, Draft draft) {
        Arg copy = draft.scratch(x.size());
        if (x.size() > 0) {
            int[] swapped = {x.dim(1), x.dim(0)};
            StridedBox box = StridedBox.of(DType.FLOAT32, swapped, new int[] {1, x.dim(1)}, new int[] {x.dim(0), 1});
            draft.add(Copies.strided(matrix, copy, box, call));
        }
        return copy;
    }

    /** {@code operand} times {@code factor}, broadcast to {@code shape}. */
    static Arg scaled(int operand, float factor, Shape shape, Call call, Draft draft) {
        Arg copy = draft.scratch(shape.size());
        if (shape.size() > 0) {
            Broadcasting axes = Broadcasting.of(shape, call.shape(operand), Shape.SCALAR);
            draft.add(binary(axes, Binary.Function.MUL, call)
                    .operands(operand)
                    .table(Tensor.scalar(factor))
                    .with(List.of(copy))
                    .struct(axes.fields()));
        }
        return copy;
    }

    /** The sum of two buffers of {@code shape}. */
    static Arg sum(Arg a, Arg b, Shape shape, Call call, Draft draft) {
        Arg sum = draft.scratch(shape.size());
        Broadcasting axes = Broadcasting.of(shape, shape, shape);
        draft.add(
                binary(axes, Binary.Function.ADD, call).with(List.of(a, b, sum)).struct(axes.fields()));
        return sum;
    }

    private static Launch binary(Broadcasting axes, Binary.Function function, Call call) {
        return axes.launch("elementwise/binary", call)
                .define("FUNCTION", function)
                .define("R", "float");
    }
}
