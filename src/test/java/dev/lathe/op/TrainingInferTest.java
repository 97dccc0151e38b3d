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

class TrainingInferTest {
    private static TensorType floats(int... dims) {
        return TensorType.float32(Shape.of(dims));
    }

    private static TensorType filters(ConvFilterGradient op, TensorType x, TensorType dy, long... shape) {
        Tensor value = Tensor.vector(shape);
        return op.infer(Operands.of(List.of(
                        new Operands.Operand(x, null),
                        new Operands.Operand(dy, null),
                        new Operands.Operand(value.type(), value))))
                .getFirst();
    }

    @Test
    void theGradientOfFiltersHasTheirShape() {
        Window window = new Window(List.of(), List.of(2, 1), List.of(), Padding.NONE);
        ConvFilterGradient op = new ConvFilterGradient(window, 2);
        TensorType x = floats(3, 4, 7, 5);
        assertThat(filters(op, x, floats(3, 6, 3, 4), 6, 2, 3, 2)).isEqualTo(floats(6, 2, 3, 2));
        assertThatThrownBy(() -> filters(op, x, floats(3, 6, 3, 5), 6, 2, 3, 2))
                .isInstanceOf(ShapeException.class)
                .hasMessage("ConvFilterGradient: operand 1 is [3, 6, 3, 5], wanted [3, 6, 3, 4] for x [3, 4, 7, 5]"
                        + " and filters [6, 2, 3, 2]");
        assertThatThrownBy(() -> filters(op, x, floats(3, 6, 3, 4), 6, 4, 3, 2))
                .hasMessageContaining("sees 4 channels");
        assertThatThrownBy(() -> op.infer(Operands.ofTypes(x, x, new TensorType(DType.INT64, Shape.of(4)))))
                .hasMessageContaining("must be known before the run");
        assertThatThrownBy(() -> new ConvFilterGradient(window, 0)).hasMessageContaining("group is 0");
    }

    @Test
    void theGradientTakesAsManyMultiplicationsAsTheConvolution() {
        Shape x = Shape.of(3, 4, 7, 5);
        Shape w = Shape.of(6, 2, 3, 2);
        Shape y = Shape.of(3, 6, 5, 4);
        long forward = Effort.multiplications(new Conv(Window.of(), 2, Epilogue.NONE), List.of(x, w), y);
        ConvFilterGradient gradient = new ConvFilterGradient(Window.of(), 2);
        assertThat(forward).isEqualTo(360 * 12);
        assertThat(Effort.multiplications(gradient, List.of(x, y, Shape.of(4)), w))
                .isEqualTo(forward);
    }

    @Test
    void windowsDoNotBeginInsideTheImage() {
        Padding crop = new Padding.Explicit(List.of(-1), List.of(0));
        ConvFilterGradient op = new ConvFilterGradient(new Window(List.of(), List.of(), List.of(), crop), 1);
        assertThatThrownBy(() -> filters(op, floats(1, 1, 5), floats(1, 1, 3), 1, 1, 2))
                .hasMessageContaining("pads at the beginning are -1");
    }

    @Test
    void reluHasTwoOperandsOfOneShape() {
        ReluGradient op = new ReluGradient();
        assertThat(op.infer(Operands.ofTypes(floats(2, 3), floats(2, 3)))).containsExactly(floats(2, 3));
        assertThatThrownBy(() -> op.infer(Operands.ofTypes(floats(2, 3), floats(2, 1))))
                .hasMessage("ReluGradient: operand 1 is [2, 1], wanted [2, 3] as operand 0");
        assertThatThrownBy(() -> op.infer(Operands.ofTypes(floats(2), new TensorType(DType.INT32, Shape.of(2)))))
                .hasMessageContaining("operand 1 has type int32");
    }

    @Test
    void momentsAreOnePairForEachChannel() {
        assertThat(new Moments().infer(Operands.ofTypes(floats(2, 3, 5)))).containsExactly(floats(3), floats(3));
        assertThat(Moments.count(Shape.of(2, 3, 5, 7))).isEqualTo(70);
        assertThat(Moments.count(Shape.of(2, 0))).isZero();
        assertThatThrownBy(() -> new Moments().infer(Operands.ofTypes(floats(2))))
                .hasMessageContaining("must have rank 2 or more");
    }

    @Test
    void normalizationHasThreeGradients() {
        BatchNormalizationGradient op = new BatchNormalizationGradient(0.1f);
        TensorType image = floats(2, 3, 5);
        TensorType vector = floats(3);
        assertThat(op.infer(Operands.ofTypes(image, image, vector, vector, vector)))
                .containsExactly(image, vector, vector);
        assertThatThrownBy(() -> op.infer(Operands.ofTypes(image, floats(2, 3, 4), vector, vector, vector)))
                .hasMessage("BatchNormalizationGradient: operand 1 (x) is [2, 3, 4], wanted [2, 3, 5]");
        assertThatThrownBy(() -> op.infer(Operands.ofTypes(image, image, vector, floats(2), vector)))
                .hasMessageContaining("operand 3 (mean) has shape [2], wanted [3]");
        assertThatThrownBy(() -> new BatchNormalizationGradient(-1)).hasMessageContaining("epsilon is -1");
    }
}
