package dev.lathe.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.op.Activation;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.Op;
import dev.lathe.op.QLinearMatMul;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Matrix products worked out by hand. */
class MatricesTest {
    private static final Tensor A = Tensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6);
    private static final Tensor B = Tensor.of(Shape.of(3, 2), 1f, 0, -1, 2, 0, 1);

    private static Tensor run(Op op, Tensor... operands) {
        return Reference.evaluate(op, Arrays.asList(operands)).get(0);
    }

    private static Tensor bytes(DType dtype, Shape shape, int... values) {
        byte[] data = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            data[i] = (byte) values[i];
        }
        return Tensor.of(dtype, shape, data);
    }

    @Test
    void gemm() {
        Tensor c = Tensor.of(Shape.of(2, 1), 10f, 20);
        Gemm op = new Gemm(2, 0.5f, false, false, Epilogue.NONE);
        assertThat(run(op, A, B, c).floats()).containsExactly(3, 19, 8, 42);
        assertThat(run(op, A, B).floats()).containsExactly(-2, 14, -2, 32);
    }

    @Test
    void gemmTransposed() {
        // A' [3, 2] x B' [2, 3]
        Gemm op = new Gemm(1, 1, true, true, Epilogue.NONE);
        assertThat(run(op, A, B).floats()).containsExactly(1, 7, 4, 2, 8, 5, 3, 9, 6);
    }

    @Test
    void gemmAddsTheResidualBeforeTheActivation() {
        Gemm op = new Gemm(1, 1, false, false, new Epilogue(true, new Activation.Relu()));
        Tensor residual = Tensor.of(Shape.of(2, 2), -1f, 1, 2, -20);
        assertThat(run(op, A, B, null, residual).floats()).containsExactly(0, 8, 1, 0);
    }

    @Test
    void gemmOfNothingIsC() {
        Gemm op = new Gemm(1, 1, false, false, Epilogue.NONE);
        Tensor y = run(
                op,
                Tensor.zeros(Tensor.of(Shape.of(2, 0), new float[0]).type()),
                Tensor.of(Shape.of(0, 2), new float[0]),
                Tensor.of(Shape.of(2), 5f, 6));
        assertThat(y.floats()).containsExactly(5, 6, 5, 6);
    }

    @Test
    void integersAreExact() {
        Tensor a = Tensor.of(Shape.of(1, 2), (1L << 53) + 1, 3L);
        Tensor b = Tensor.of(Shape.of(2, 1), 1L, 2L);
        assertThat(run(new MatMul(), a, b).longs()).containsExactly((1L << 53) + 7);
        assertThat(run(new Gemm(1, 1, false, false, Epilogue.NONE), a, b, Tensor.vector(1))
                        .longs())
                .containsExactly((1L << 53) + 8);
        Tensor half = Tensor.of(Shape.of(1, 1), 7);
        assertThat(run(new Gemm(0.5f, 1, false, false, Epilogue.NONE), half, half)
                        .ints())
                .containsExactly(24);
    }

    @Test
    void matMulBroadcastsBatches() {
        Tensor rows = Tensor.of(Shape.of(2, 1, 2), 1f, 2, 3, 4);
        Tensor columns = Tensor.of(Shape.of(3, 2, 1), 1f, 0, 0, 1, 1, 1);
        Tensor y = run(new MatMul(), rows.reshaped(Shape.of(2, 1, 1, 2)), columns);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 1, 1));
        assertThat(y.floats()).containsExactly(1, 2, 3, 3, 4, 7);
    }

    @Test
    void matMulTakesVectors() {
        Tensor v = Tensor.of(Shape.of(3), 1f, 10, 100);
        assertThat(run(new MatMul(), A, v).floats()).containsExactly(321, 654);
        assertThat(run(new MatMul(), v, B).floats()).containsExactly(-9, 120);
        assertThat(run(new MatMul(), v, v).floats()).containsExactly(10101);
    }

    @Test
    void matMulIntegerSubtractsZeroPoints() {
        Tensor a = bytes(DType.UINT8, Shape.of(2, 2), 255, 1, 2, 3);
        Tensor b = bytes(DType.INT8, Shape.of(2, 2), -128, 1, 2, 3);
        Tensor plain = run(new MatMulInteger(), a, b);
        assertThat(plain.ints()).containsExactly(-32638, 258, -250, 11);
        Tensor shifted = run(
                new MatMulInteger(), a, b, bytes(DType.UINT8, Shape.of(2), 1, 2), bytes(DType.INT8, Shape.of(2), 0, 1));
        // rows [254, 0], [0, 1]; columns [-128, 2], [0, 2]
        assertThat(shifted.ints()).containsExactly(-32512, 0, 2, 2);
    }

    @Test
    void qLinearMatMulRoundsTiesToEvenAndSaturates() {
        Tensor a = bytes(DType.UINT8, Shape.of(2, 1), 11, 13);
        Tensor b = bytes(DType.UINT8, Shape.of(1, 3), 7, 8, 255);
        Tensor y = run(
                new QLinearMatMul(),
                a,
                Tensor.scalar(0.5f),
                bytes(DType.UINT8, Shape.SCALAR, 10),
                b,
                Tensor.scalar(1f),
                bytes(DType.UINT8, Shape.SCALAR, 6),
                Tensor.scalar(1f),
                bytes(DType.INT8, Shape.SCALAR, 3));
        // (a - 10)·(b - 6)/2: 0.5, 1, 124.5; 1.5, 3, 373.5
        assertThat(y.bytes()).containsExactly(3, 4, 127, 5, 6, 127);
    }
}
