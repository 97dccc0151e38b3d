package dev.lathe.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.LimitException;
import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvolutionInferTest {
    private static final Window PLAIN = new Window(List.of(), List.of(), List.of(), Padding.NONE);
    private static final Conv CONV = new Conv(PLAIN, 1, Epilogue.NONE);

    private static TensorType f(int... dims) {
        return TensorType.float32(Shape.of(dims));
    }

    private static TensorType type(DType dtype, int... dims) {
        return new TensorType(dtype, Shape.of(dims));
    }

    private static void refuses(Op op, String message, TensorType... operands) {
        assertThatThrownBy(() -> op.infer(Operands.ofTypes(operands)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void convGivesOneChannelPerFilter() {
        assertThat(CONV.infer(Operands.ofTypes(f(2, 3, 8), f(5, 3, 3), f(5)))).containsExactly(f(2, 5, 6));
        assertThat(new Conv(PLAIN, 3, Epilogue.NONE).infer(Operands.ofTypes(f(0, 6, 8, 9), f(3, 2, 1, 2))))
                .containsExactly(f(0, 3, 8, 8));
        assertThat(CONV.infer(Operands.ofTypes(f(1, 1, 4, 5, 6), f(1, 1, 2, 2, 2))))
                .containsExactly(f(1, 1, 3, 4, 5));
    }

    @Test
    void convRefusesOperandsThatDoNotFit() {
        refuses(CONV, "Conv: w [5, 4, 3] sees 4 channels, x [2, 3, 8] in 1 groups has 3", f(2, 3, 8), f(5, 4, 3));
        refuses(CONV, "w [5, 3, 3, 3] has rank 4, x [2, 3, 8] wants rank 3", f(2, 3, 8), f(5, 3, 3, 3));
        refuses(CONV, "rank 2", f(2, 3), f(5, 3));
        refuses(CONV, "rank 6", f(1, 1, 2, 2, 2, 2), f(1, 1, 1, 1, 1, 1));
        refuses(CONV, "operand 2 (bias) has shape [4], wanted [5]", f(2, 3, 8), f(5, 3, 3), f(4));
        refuses(CONV, "2 to 3 operands", f(2, 3, 8));
        refuses(CONV, "operand 1 has type int8", f(2, 3, 8), type(DType.INT8, 5, 3, 3));
        refuses(CONV, "does not fit axis 2", f(2, 3, 8), f(5, 3, 9));
        refuses(CONV, "empty", f(2, 3, 8), f(5, 3, 0));
        Conv grouped = new Conv(PLAIN, 2, Epilogue.NONE);
        refuses(grouped, "3 channels, not a multiple of 2", f(2, 3, 8), f(4, 1, 3));
        refuses(grouped, "3 filters, not a multiple of 2", f(2, 4, 8), f(3, 2, 3));
        refuses(grouped, "x [2, 0, 8] has no channels for 2 groups", f(2, 0, 8), f(0, 0, 3));
        assertThatThrownBy(() -> new Conv(PLAIN, 0, Epilogue.NONE)).isInstanceOf(ShapeException.class);
    }

    @Test
    void aFusedResidualHasTheShapeOfTheResult() {
        Conv conv = new Conv(PLAIN, 1, new Epilogue(true, null));
        assertThat(conv.infer(Operands.ofTypes(f(1, 3, 8), f(5, 3, 3), f(5), f(1, 5, 6))))
                .containsExactly(f(1, 5, 6));
        refuses(
                conv,
                "operand 3 (residual) has shape [1, 5, 5], wanted [1, 5, 6]",
                f(1, 3, 8),
                f(5, 3, 3),
                f(5),
                f(1, 5, 5));
        refuses(conv, "operand 3 (residual) is missing", f(1, 3, 8), f(5, 3, 3), f(5));
    }

    @Test
    void convIntegerSumsInInt32() {
        ConvInteger op = new ConvInteger(PLAIN, 1);
        TensorType x = type(DType.UINT8, 1, 2, 5, 5);
        TensorType w = type(DType.INT8, 3, 2, 2, 2);
        assertThat(op.infer(Operands.ofTypes(x, w, type(DType.UINT8), type(DType.INT8, 3))))
                .containsExactly(type(DType.INT32, 1, 3, 4, 4));
        refuses(op, "operand 0 has type float32", f(1, 2, 5, 5), w);
        refuses(op, "operand 2 has type int8", x, w, type(DType.INT8));
        refuses(op, "operand 2 (x zero point) has shape [2], wanted a scalar", x, w, type(DType.UINT8, 2));
        refuses(op, "wanted a scalar or [3]", x, w, type(DType.UINT8), type(DType.INT8, 2));
    }

    @Test
    void qLinearConvChecksEveryScaleAndZeroPoint() {
        QLinearConv op = new QLinearConv(PLAIN, 1);
        TensorType[] good = {
            type(DType.UINT8, 1, 2, 5), f(), type(DType.UINT8),
            type(DType.INT8, 3, 2, 2), f(3), type(DType.INT8, 3),
            f(1), type(DType.INT8), type(DType.INT32, 3)
        };
        assertThat(op.infer(Operands.ofTypes(good))).containsExactly(type(DType.INT8, 1, 3, 4));
        TensorType[] bad = {
            f(1, 2, 5), f(2), type(DType.INT8),
            type(DType.INT8, 3, 1, 2), f(2), type(DType.UINT8, 3),
            type(DType.INT8), f(), type(DType.INT32, 2)
        };
        for (int i = 0; i < good.length; i++) {
            TensorType[] operands = good.clone();
            operands[i] = bad[i];
            assertThatThrownBy(() -> op.infer(Operands.ofTypes(operands)))
                    .as("operand %d", i)
                    .isInstanceOf(ShapeException.class)
                    .hasMessageStartingWith("QLinearConv: ");
        }
    }

    private static ConvTranspose transpose(Padding padding, List<Integer> outputPadding, List<Integer> outputShape) {
        Window window = new Window(List.of(3), List.of(2), List.of(), padding);
        return new ConvTranspose(window, 1, outputPadding, outputShape);
    }

    @Test
    void convTransposeInvertsTheExtentsOfConv() {
        Operands operands = Operands.ofTypes(f(1, 2, 4), f(2, 5, 3), f(5));
        assertThat(transpose(Padding.NONE, List.of(), List.of()).infer(operands))
                .containsExactly(f(1, 5, 9));
        assertThat(transpose(Padding.NONE, List.of(1), List.of()).infer(operands))
                .containsExactly(f(1, 5, 10));
        Padding padded = new Padding.Explicit(List.of(1), List.of(2));
        assertThat(transpose(padded, List.of(), List.of()).infer(operands)).containsExactly(f(1, 5, 6));
        assertThat(transpose(new Padding.SameUpper(), List.of(), List.of()).infer(operands))
                .containsExactly(f(1, 5, 8));
    }

    @Test
    void aGivenOutputShapeDecidesThePadding() {
        ConvTranspose upper = transpose(new Padding.SameUpper(), List.of(), List.of(6));
        Geometry geometry = upper.geometry(Shape.of(1, 2, 4), Shape.of(2, 5, 3));
        assertThat(List.of(geometry.in()[0], geometry.out()[0], geometry.padBegin()[0], geometry.padEnd()[0]))
                .containsExactly(6, 4, 1, 2);
        ConvTranspose plain = transpose(Padding.NONE, List.of(), List.of(6));
        assertThat(plain.geometry(Shape.of(1, 2, 4), Shape.of(2, 5, 3)).padBegin())
                .containsExactly(2);
    }

    @Test
    void convTransposeRefusesOperandsThatDoNotFit() {
        ConvTranspose op = transpose(Padding.NONE, List.of(), List.of());
        refuses(op, "w [3, 5, 3] is for 3 channels, x [1, 2, 4] has 2", f(1, 2, 4), f(3, 5, 3));
        refuses(op, "operand 2 (bias) has shape [2], wanted [5]", f(1, 2, 4), f(2, 5, 3), f(2));
        refuses(op, "kernel_shape [3] differs", f(1, 2, 4), f(2, 5, 4));
        refuses(
                transpose(new Padding.Explicit(List.of(9), List.of(9)), List.of(), List.of()),
                "leave nothing",
                f(1, 2, 4),
                f(2, 5, 3));
        refuses(transpose(Padding.NONE, List.of(-1), List.of()), "output_padding", f(1, 2, 4), f(2, 5, 3));
        assertThatThrownBy(() -> transpose(Padding.NONE, List.of(), List.of(0))).isInstanceOf(ShapeException.class);
        int huge = Integer.MAX_VALUE;
        Window far = new Window(List.of(), List.of(huge), List.of(huge), Padding.NONE);
        assertThatThrownBy(() -> new ConvTranspose(far, 1, List.of(huge), List.of())
                        .infer(Operands.ofTypes(f(1, 2, 4), f(2, 5, 3))))
                .isInstanceOf(LimitException.class);
    }
}
