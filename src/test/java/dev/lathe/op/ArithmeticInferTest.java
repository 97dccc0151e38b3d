package dev.lathe.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.LatheException;
import dev.lathe.error.ShapeException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What elementwise, matrix, reducing and quantising operators take, what they give, and how they refuse. */
class ArithmeticInferTest {
    private static final Binary ADD = new Binary(Binary.Function.ADD);
    private static final Binary POW = new Binary(Binary.Function.POW);
    private static final Binary LESS = new Binary(Binary.Function.LESS);
    private static final Binary AND = new Binary(Binary.Function.AND);
    private static final Gemm GEMM = new Gemm(1, 1, false, false, Epilogue.NONE);
    private static final Gemm RESIDUAL = new Gemm(1, 1, true, true, new Epilogue(true, new Activation.Relu()));
    private static final Reduce SUM = new Reduce(Reduce.Function.SUM, true, false);
    private static final ArgReduce ARG_MAX = new ArgReduce(true, 1, false, false);
    private static final QuantizeLinear QUANTIZE = new QuantizeLinear(1, 0, DType.UINT8);
    private static final DequantizeLinear BLOCKS = new DequantizeLinear(0, 4);

    private static TensorType f(int... dims) {
        return TensorType.float32(Shape.of(dims));
    }

    private static TensorType t(DType dtype, int... dims) {
        return new TensorType(dtype, Shape.of(dims));
    }

    private static Arguments good(Op op, TensorType result, TensorType... operands) {
        return Arguments.of(op, result, List.of(operands));
    }

    static Stream<Arguments> good() {
        TensorType u8 = t(DType.UINT8);
        TensorType i8 = t(DType.INT8);
        return Stream.of(
                good(new Activate(new Activation.Relu()), f(2, 0, 3), f(2, 0, 3)),
                good(ADD, f(2, 5, 3), f(5, 1), f(2, 1, 3)),
                good(ADD, t(DType.UINT8, 0, 3), t(DType.UINT8, 0, 3), t(DType.UINT8)),
                good(POW, t(DType.INT32, 4), t(DType.INT32, 4), f(1)),
                good(LESS, t(DType.BOOL, 4), t(DType.INT64, 4), t(DType.INT64)),
                good(AND, t(DType.BOOL, 2, 2), t(DType.BOOL, 2, 1), t(DType.BOOL, 2)),
                good(new Unary(Unary.Function.ABS), t(DType.UINT8, 3), t(DType.UINT8, 3)),
                good(new Unary(Unary.Function.IS_NAN), t(DType.BOOL, 3), f(3)),
                good(new Cast(ElementType.BFLOAT16), f(3), t(DType.BOOL, 3)),
                good(new Dropout(), f(3), f(3), f()),
                good(new PRelu(), f(2, 3, 4), f(2, 3, 4), f(3, 1)),
                good(new Where(), t(DType.INT8, 2, 3), t(DType.BOOL, 2, 1), t(DType.INT8, 3), t(DType.INT8)),
                good(GEMM, f(2, 4), f(2, 3), f(3, 4), f(2, 1)),
                good(GEMM, f(2, 4), f(2, 0), f(0, 4)),
                good(GEMM, t(DType.INT64, 2, 4), t(DType.INT64, 2, 3), t(DType.INT64, 3, 4)),
                good(RESIDUAL, f(2, 4), f(3, 2), f(4, 3), f(4), f(2, 4)),
                good(new MatMul(), f(), f(3), f(3)),
                good(new MatMul(), f(5, 4), f(3), f(5, 3, 4)),
                good(new MatMul(), f(5, 2), f(5, 2, 3), f(3)),
                good(new MatMul(), f(7, 5, 2, 4), f(5, 2, 3), f(7, 1, 3, 4)),
                good(new MatMulInteger(), t(DType.INT32, 2, 4), t(DType.UINT8, 2, 3), t(DType.INT8, 3, 4), u8, i8),
                good(
                        new MatMulInteger(),
                        t(DType.INT32, 2, 4),
                        t(DType.UINT8, 2, 3),
                        t(DType.UINT8, 3, 4),
                        t(DType.UINT8, 2),
                        t(DType.UINT8, 4)),
                good(
                        new QLinearMatMul(),
                        t(DType.INT8, 2, 4),
                        t(DType.UINT8, 2, 3),
                        f(2),
                        t(DType.UINT8, 2),
                        t(DType.INT8, 3, 4),
                        f(4),
                        t(DType.INT8, 4),
                        f(),
                        i8),
                good(ARG_MAX, t(DType.INT64, 2, 4), f(2, 3, 4)),
                good(new ArgReduce(false, -1, true, true), t(DType.INT64, 2, 1), t(DType.UINT8, 2, 3)),
                good(SUM, f(1, 1), f(2, 3)),
                good(new Reduce(Reduce.Function.MAX, false, true), t(DType.BOOL, 2), t(DType.BOOL, 2)),
                good(new Softmax(-1, false, false), f(2, 3), f(2, 3)),
                good(QUANTIZE, t(DType.UINT8, 2, 3), f(2, 3), f(3), t(DType.UINT8, 3)),
                good(QUANTIZE, t(DType.UINT8, 5), f(5), f(1)),
                good(BLOCKS, f(9, 2), t(DType.INT8, 9, 2), f(3, 2), t(DType.INT8, 3, 2)),
                good(new DynamicQuantizeLinear(), t(DType.UINT8, 3), f(3)));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource
    void good(Op op, TensorType result, List<TensorType> operands) {
        assertThat(op.infer(Operands.ofTypes(operands.toArray(TensorType[]::new)))
                        .get(0))
                .isEqualTo(result);
    }

    private static Arguments bad(String message, Op op, TensorType... operands) {
        return Arguments.of(message, op, List.of(operands));
    }

    static Stream<Arguments> bad() {
        TensorType u8 = t(DType.UINT8);
        return Stream.of(
                bad("Relu: operand 0 has type int32[3]", new Activate(new Activation.Relu()), t(DType.INT32, 3)),
                bad("Relu: wants 1 to 1 operands, got 2", new Activate(new Activation.Relu()), f(3), f(3)),
                bad("Add: operand 0 float32[2, 3] and operand 1 float32[2] do not broadcast", ADD, f(2, 3), f(2)),
                bad("Add: operands float32[2] and int32[2] must have one type", ADD, f(2), t(DType.INT32, 2)),
                bad("Add: operand 0 has type bool[2]", ADD, t(DType.BOOL, 2), t(DType.BOOL, 2)),
                bad("And: operand 1 has type float32[2]", AND, t(DType.BOOL, 2), f(2)),
                bad("Neg: operand 0 has type uint8[2]", new Unary(Unary.Function.NEG), t(DType.UINT8, 2)),
                bad("Exp: operand 0 has type int32[2]", new Unary(Unary.Function.EXP), t(DType.INT32, 2)),
                bad("PRelu: operand 1 float32[2] does not broadcast to [3, 4]", new PRelu(), f(3, 4), f(2)),
                bad("PRelu: operand 1 float32[2, 3, 4] does not", new PRelu(), f(3, 4), f(2, 3, 4)),
                bad("Where: operand 0 has type float32[2]", new Where(), f(2), f(2), f(2)),
                bad(
                        "Where: operand 2 has type int8[2], wanted that of operand 1 float32[2]",
                        new Where(),
                        t(DType.BOOL, 2),
                        f(2),
                        t(DType.INT8, 2)),
                bad("Where: operand 0 [3] does not broadcast", new Where(), t(DType.BOOL, 3), f(2), f(2)),
                bad("Gemm: operand 0 [2, 3] has 3 columns, operand 1 [4, 5] has 4 rows", GEMM, f(2, 3), f(4, 5)),
                bad("Gemm: operand 1 float32[3] must have rank 2", GEMM, f(2, 3), f(3)),
                bad("Gemm: operand 2 float32[2] does not broadcast to [2, 4]", GEMM, f(2, 3), f(3, 4), f(2)),
                bad("Gemm: operand 3 (residual) is missing", RESIDUAL, f(3, 2), f(4, 3), f(4)),
                bad("Gemm: operand 3 (residual) is [4], wanted [2, 4]", RESIDUAL, f(3, 2), f(4, 3), f(4), f(4)),
                bad("Gemm: operand 0 has type int8", GEMM, t(DType.INT8, 2, 3), t(DType.INT8, 3, 4)),
                bad("MatMul: operand 0 [] must have rank 1", new MatMul(), f(), f(3)),
                bad("MatMul: operand 0 [2, 3] has 3 columns, operand 1 [2] has 2 rows", new MatMul(), f(2, 3), f(2)),
                bad("MatMul: the leading extents", new MatMul(), f(2, 2, 3), f(3, 3, 2)),
                bad(
                        "MatMulInteger: operand 2 has type int8[]",
                        new MatMulInteger(),
                        t(DType.UINT8, 2, 3),
                        t(DType.UINT8, 3, 4),
                        t(DType.INT8)),
                bad(
                        "MatMulInteger: operand 2 uint8[3] is neither one element nor one per row",
                        new MatMulInteger(),
                        t(DType.UINT8, 2, 3),
                        t(DType.UINT8, 3, 4),
                        t(DType.UINT8, 3)),
                bad(
                        "MatMulInteger: operand 3 uint8[3] is neither one element nor one per column",
                        new MatMulInteger(),
                        t(DType.UINT8, 2, 3),
                        t(DType.UINT8, 3, 4),
                        u8,
                        t(DType.UINT8, 3)),
                bad("QLinearMatMul: wants 8 to 8 operands", new QLinearMatMul(), u8, f(), u8, u8, f(), u8, f()),
                bad("ArgMax: axis 1 is outside operand 0 [2]", ARG_MAX, f(2)),
                bad("ArgMax: operand 0 [2, 0] has no element along axis 1", ARG_MAX, f(2, 0)),
                bad("ReduceSum: operand 0 has type int8[2]", SUM, t(DType.INT8, 2)),
                bad("operand 1 (axes) must be known before the run", SUM, f(2), t(DType.INT64, 1)),
                bad("ReduceSum: operand 1 (axes) int64[] must have rank 1", SUM, f(2), t(DType.INT64)),
                bad("Softmax: axis 2 is outside operand 0 [2, 3]", new Softmax(2, false, false), f(2, 3)),
                bad(
                        "QuantizeLinear: operand 1 (scale) [2] has 2 elements, x [2, 3] wants 3 along axis 1",
                        QUANTIZE,
                        f(2, 3),
                        f(2)),
                bad("QuantizeLinear: operand 2 has type int8[]", QUANTIZE, f(2, 3), f(), t(DType.INT8)),
                bad("QuantizeLinear: operand 2 (zero point) is []", QUANTIZE, f(2, 3), f(3), u8),
                bad(
                        "DequantizeLinear: operand 1 (scale) is [2, 2], wanted blocks [3, 2]",
                        BLOCKS,
                        t(DType.INT8, 9, 2),
                        f(2, 2)),
                bad("DynamicQuantizeLinear: wants 1 to 1", new DynamicQuantizeLinear()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void bad(String message, Op op, List<TensorType> operands) {
        assertThatThrownBy(() -> op.infer(Operands.ofTypes(operands.toArray(TensorType[]::new))))
                .isInstanceOf(LatheException.class)
                .hasMessageContaining(message);
    }

    @Test
    void reduceReadsItsAxes() {
        Tensor x = Tensor.zeros(f(2, 3, 4));
        Reduce dropping = new Reduce(Reduce.Function.MEAN, false, false);
        assertThat(shape(dropping, x, Tensor.vector(-1, 0))).isEqualTo(Shape.of(3));
        assertThat(shape(SUM, x, Tensor.vector(1))).isEqualTo(Shape.of(2, 1, 4));
        assertThat(shape(SUM, x, Tensor.vector())).isEqualTo(Shape.of(1, 1, 1));
        assertThat(shape(new Reduce(Reduce.Function.SUM, false, true), x, Tensor.vector()))
                .isEqualTo(x.shape());
        assertThatThrownBy(() -> shape(SUM, x, Tensor.vector(1, -2)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("names axis 1 of [2, 3, 4] twice");
        assertThatThrownBy(() -> shape(SUM, x, Tensor.vector(1L << 32)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("axis 4294967296 is outside operand 0 [2, 3, 4]");
    }

    private static Shape shape(Op op, Tensor... operands) {
        return op.infer(Operands.ofValues(Arrays.asList(operands))).get(0).shape();
    }

    @Test
    void dropoutRefusesTraining() {
        Tensor x = Tensor.zeros(f(2));
        Tensor yes = Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {1});
        assertThat(new Dropout().infer(Operands.ofValues(Arrays.asList(x, null, Tensor.zeros(yes.type())))))
                .containsExactly(f(2), t(DType.BOOL, 2));
        assertThatThrownBy(() -> new Dropout().infer(Operands.ofValues(Arrays.asList(x, null, yes))))
                .isInstanceOf(UnsupportedException.class)
                .hasMessage("Dropout: operand 2 (training_mode) is true, wanted false");
    }

    @Test
    void attributesAreChecked() {
        assertThatThrownBy(() -> new QuantizeLinear(0, -1, DType.INT8)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> new QuantizeLinear(0, 0, DType.INT32)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> new DequantizeLinear(0, -1)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> new Activation.Celu(0)).isInstanceOf(ShapeException.class);
    }
}
