package dev.lathe.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolInferTest {
    private static TensorType type(DType dtype, int... dims) {
        return new TensorType(dtype, Shape.of(dims));
    }

    private static Pool pool(Pool.Kind kind, Window window, boolean ceil) {
        return new Pool(kind, window, ceil, false, 2, false);
    }

    private static void refuses(Op op, String message, TensorType x) {
        assertThatThrownBy(() -> op.infer(Operands.ofTypes(x)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void maxGivesValuesAndIndices() {
        Window window = new Window(List.of(3, 3), List.of(2, 2), List.of(), Padding.NONE);
        assertThat(pool(Pool.Kind.MAX, window, true).infer(Operands.ofTypes(type(DType.UINT8, 0, 4, 112, 7))))
                .containsExactly(type(DType.UINT8, 0, 4, 56, 3), type(DType.INT64, 0, 4, 56, 3));
        assertThat(pool(Pool.Kind.AVERAGE, window, false).infer(Operands.ofTypes(type(DType.FLOAT32, 1, 4, 112, 7))))
                .containsExactly(type(DType.FLOAT32, 1, 4, 55, 3));
    }

    @Test
    void refusesWhatDoesNotFit() {
        refuses(pool(Pool.Kind.AVERAGE, Window.of(2), false), "operand 0 has type int8", type(DType.INT8, 1, 1, 4));
        refuses(pool(Pool.Kind.MAX, Window.of(2), false), "operand 0 has type int32", type(DType.INT32, 1, 1, 4));
        refuses(pool(Pool.Kind.MAX, Window.of(2), false), "rank 2", type(DType.FLOAT32, 1, 4));
        refuses(pool(Pool.Kind.MAX, Window.of(2), false), "rank 1", type(DType.FLOAT32, 4));
        refuses(pool(Pool.Kind.MAX, Window.of(2), false), "rank 0", type(DType.FLOAT32));
        refuses(pool(Pool.Kind.MAX, Window.of(2), false), "1 kernel extents", type(DType.FLOAT32, 1, 1, 4, 4));
        refuses(pool(Pool.Kind.MAX, Window.of(5), false), "does not fit axis 2", type(DType.FLOAT32, 1, 1, 4));
        Window cropped = new Window(List.of(2), List.of(), List.of(), new Padding.Explicit(List.of(-1), List.of(0)));
        refuses(pool(Pool.Kind.MAX, cropped, false), "must not be negative", type(DType.FLOAT32, 1, 1, 4));
        Window none = new Window(List.of(), List.of(), List.of(), Padding.NONE);
        assertThatThrownBy(() -> pool(Pool.Kind.MAX, none, false))
                .hasMessage("MaxPool: attribute kernel_shape is missing");
        assertThatThrownBy(() -> new Pool(Pool.Kind.LP, Window.of(2), false, false, 0, false))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("p is 0");
    }

    private static TensorType infer(MaxPoolGradient op, TensorType field, TensorType indices, long... shape) {
        Tensor value = Tensor.vector(shape);
        return op.infer(Operands.of(List.of(
                        new Operands.Operand(field, null),
                        new Operands.Operand(indices, null),
                        new Operands.Operand(value.type(), value))))
                .getFirst();
    }

    @Test
    void theGradientHasTheShapeOfX() {
        MaxPoolGradient op = new MaxPoolGradient(Window.of(2, 3), false);
        TensorType field = type(DType.FLOAT32, 2, 3, 4, 4);
        TensorType indices = type(DType.INT64, 2, 3, 4, 4);
        assertThat(infer(op, field, indices, 2, 3, 5, 6)).isEqualTo(type(DType.FLOAT32, 2, 3, 5, 6));
        assertThatThrownBy(() -> infer(op, field, indices, 2, 3, 5, 7))
                .isInstanceOf(ShapeException.class)
                .hasMessage("MaxPoolGradient: operand 0 is [2, 3, 4, 4], wanted [2, 3, 4, 5] for x [2, 3, 5, 7]");
        assertThatThrownBy(() -> infer(op, field, type(DType.INT64, 2, 3, 4, 1), 2, 3, 5, 6))
                .hasMessageContaining("operand 1 is [2, 3, 4, 1]");
        assertThatThrownBy(() -> infer(op, indices, indices, 2, 3, 5, 6))
                .hasMessageContaining("operand 0 has type int64");
        assertThatThrownBy(() -> infer(op, field, field, 2, 3, 5, 6))
                .hasMessageContaining("operand 1 has type float32");
        assertThatThrownBy(() -> op.infer(Operands.ofTypes(field, indices, type(DType.INT64, 4))))
                .hasMessageContaining("must be known before the run");
    }

    @Test
    void globalPoolKeepsRank() {
        GlobalPool op = new GlobalPool(Pool.Kind.AVERAGE, 0);
        assertThat(op.name()).isEqualTo("GlobalAveragePool");
        assertThat(op.infer(Operands.ofTypes(type(DType.FLOAT32, 2, 3, 4, 5))))
                .containsExactly(type(DType.FLOAT32, 2, 3, 1, 1));
        refuses(op, "axis 3 of x [2, 3, 4, 0] is empty", type(DType.FLOAT32, 2, 3, 4, 0));
        refuses(op, "rank 3 or more", type(DType.FLOAT32, 2, 3));
        refuses(op, "type int64", type(DType.INT64, 2, 3, 4));
        assertThatThrownBy(() -> new GlobalPool(Pool.Kind.LP, 0)).hasMessageContaining("GlobalLpPool: attribute p");
    }
}
