package dev.lathe.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.DynamicQuantizeLinear;
import dev.lathe.op.Op;
import dev.lathe.op.QuantizeLinear;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Codes worked out by hand; the dynamic case is the worked example of the ONNX specification. */
class QuantizationTest {
    private static Tensor run(Op op, Tensor... operands) {
        return Reference.evaluate(op, Arrays.asList(operands)).get(0);
    }

    @Test
    void tiesGoToEvenAndCodesSaturate() {
        Tensor x = Tensor.of(Shape.of(8), 1f, 3, -1, 1000, -1000, Float.NaN, Float.POSITIVE_INFINITY, 5);
        Tensor zero = Tensor.of(DType.UINT8, Shape.SCALAR, new byte[] {10});
        Tensor y = run(new QuantizeLinear(1, 0, DType.UINT8), x, Tensor.scalar(2f), zero);
        assertThat(y.toLongs()).containsExactly(10, 12, 10, 255, 0, 10, 255, 12);
        Tensor signed = run(new QuantizeLinear(1, 0, DType.INT8), x, Tensor.scalar(2f));
        assertThat(signed.toLongs()).containsExactly(0, 2, 0, 127, -128, 0, 127, 2);
    }

    @Test
    void scalesPerAxisAndPerBlock() {
        Tensor x = Tensor.of(Shape.of(2, 3), 2f, 4, 6, 8, 10, 12);
        Tensor perRow = Tensor.of(Shape.of(2), 1f, 2);
        assertThat(run(new QuantizeLinear(0, 0, DType.INT8), x, perRow).bytes()).containsExactly(2, 4, 6, 4, 5, 6);
        Tensor blocks = Tensor.of(Shape.of(2, 2), 1f, 2, 4, 6);
        Tensor codes = run(new QuantizeLinear(-1, 2, DType.INT8), x, blocks);
        assertThat(codes.bytes()).containsExactly(2, 4, 3, 2, 2, 2);
        Tensor zeros = Tensor.of(DType.INT8, Shape.of(2, 2), new byte[] {0, 1, 2, 3});
        Tensor back = run(new DequantizeLinear(-1, 2), codes, blocks, zeros);
        assertThat(back.floats()).containsExactly(2, 4, 4, 0, 0, -6);
    }

    @Test
    void dequantizesEveryType() {
        Tensor u8 = Tensor.of(DType.UINT8, Shape.of(2), new byte[] {(byte) 255, 0});
        Tensor zero = Tensor.of(DType.UINT8, Shape.SCALAR, new byte[] {(byte) 128});
        assertThat(run(new DequantizeLinear(1, 0), u8, Tensor.scalar(0.5f), zero)
                        .floats())
                .containsExactly(63.5f, -64);
        Tensor i32 = Tensor.of(Shape.of(1), Integer.MIN_VALUE);
        Tensor most = Tensor.of(Shape.of(1), Integer.MAX_VALUE);
        assertThat(run(new DequantizeLinear(1, 0), i32, Tensor.scalar(1f), most).floats())
                .containsExactly(-0x1p32f);
    }

    @Test
    void findsItsOwnRange() {
        Tensor x = Tensor.of(Shape.of(6), 0f, 2, -3, -2.5f, 1.34f, 0.5f);
        List<Tensor> results = Reference.evaluate(new DynamicQuantizeLinear(), List.of(x));
        assertThat(results.get(0).toLongs()).containsExactly(153, 255, 0, 26, 221, 179);
        assertThat(results.get(1).floats()).containsExactly(5f / 255);
        assertThat(results.get(2).toLongs()).containsExactly(153);
    }

    @Test
    void zerosHaveScaleOne() {
        for (Tensor x : List.of(Tensor.of(Shape.of(2), 0f, 0), Tensor.of(Shape.of(0), new float[0]))) {
            List<Tensor> results = Reference.evaluate(new DynamicQuantizeLinear(), List.of(x));
            assertThat(results.get(0).toLongs()).isEqualTo(new long[x.size()]);
            assertThat(results.get(1).floats()).containsExactly(1);
            assertThat(results.get(2).toLongs()).containsExactly(0);
        }
    }
}
