package dev.lathe.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.Dropout;
import dev.lathe.op.ElementType;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Elementwise loops on values worked out by hand. */
class ElementsTest {
    private static final float INF = Float.POSITIVE_INFINITY;

    private static Tensor f(float... values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    private static Tensor i(int... values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    private static Tensor bytes(DType dtype, int... values) {
        byte[] data = new byte[values.length];
        for (int k = 0; k < values.length; k++) {
            data[k] = (byte) values[k];
        }
        return Tensor.of(dtype, Shape.of(values.length), data);
    }

    private static Tensor binary(Binary.Function function, Tensor a, Tensor b) {
        return Reference.evaluate(new Binary(function), List.of(a, b)).get(0);
    }

    private static Tensor unary(Unary.Function function, Tensor x) {
        return Reference.evaluate(new Unary(function), List.of(x)).get(0);
    }

    private static Tensor cast(ElementType to, Tensor x) {
        return Reference.evaluate(new Cast(to), List.of(x)).get(0);
    }

    private static Arguments at(Activation function, double x, double y) {
        return Arguments.of(function, x, y);
    }

    static Stream<Arguments> activations() {
        double e = Math.E;
        return Stream.of(
                at(new Activation.Relu(), -2, 0),
                at(new Activation.Relu(), 3, 3),
                at(new Activation.LeakyRelu(0.5f), -2, -1),
                at(new Activation.Elu(2), -1, 2 * (1 / e - 1)),
                at(new Activation.Elu(2), 4, 4),
                at(new Activation.Selu(2, 3), -1, 3 * 2 * (1 / e - 1)),
                at(new Activation.Selu(2, 3), 5, 15),
                at(new Activation.Celu(2), -2, 2 * (1 / e - 1)),
                at(new Activation.Celu(2), 7, 7),
                at(new Activation.Clip(-1, 2), 3, 2),
                at(new Activation.Clip(-1, INF), -3, -1),
                at(new Activation.Clip(2, -1), 0, -1),
                at(new Activation.Sigmoid(), 0, 0.5),
                at(new Activation.Sigmoid(), -1000, 0),
                at(new Activation.HardSigmoid(0.25f, 0.5f), 1, 0.75),
                at(new Activation.HardSigmoid(0.25f, 0.5f), -3, 0),
                at(new Activation.HardSwish(), 1.5, 1.125),
                at(new Activation.HardSwish(), -4, 0),
                at(new Activation.Tanh(), 1, (e * e - 1) / (e * e + 1)),
                at(new Activation.Softplus(), 0, Math.log(2)),
                at(new Activation.Softplus(), 1000, 1000),
                at(new Activation.Softsign(), -3, -0.75),
                at(new Activation.Gelu(false), 1, 0.8413447460685429),
                at(new Activation.Gelu(false), -1, -0.15865525393145707),
                at(new Activation.Gelu(true), 1, 0.8411919906082768),
                at(new Activation.Mish(), 0, 0),
                // tanh(ln(1 + e)) = ((1 + e)^2 - 1)/((1 + e)^2 + 1)
                at(new Activation.Mish(), 1, ((1 + e) * (1 + e) - 1) / ((1 + e) * (1 + e) + 1)),
                at(new Activation.Swish(2), 1, 1 / (1 + 1 / (e * e))),
                at(new Activation.ThresholdedRelu(2), 2, 0),
                at(new Activation.ThresholdedRelu(2), 2.5, 2.5),
                at(new Activation.Shrink(1, 2), -3, -2),
                at(new Activation.Shrink(1, 2), 3, 2),
                at(new Activation.Shrink(1, 2), 1, 0));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource
    void activations(Activation function, double x, double y) {
        // a few roundings in double precision
        assertThat(Elements.apply(function, x)).isCloseTo(y, within(1e-14 * (1 + Math.abs(y))));
    }

    @Test
    void broadcasts() {
        Tensor a = Tensor.of(Shape.of(2, 1), 10f, 20f);
        Tensor b = Tensor.of(Shape.of(3), 1f, 2f, 3f);
        Tensor y = binary(Binary.Function.SUB, a, b);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(y.floats()).containsExactly(9, 8, 7, 19, 18, 17);
        assertThat(binary(Binary.Function.ADD, Tensor.of(Shape.of(0, 3), new float[0]), b)
                        .size())
                .isZero();
    }

    @Test
    void integersDivideTowardsZeroAndNeverFail() {
        Tensor a = i(7, -7, 7, -7, 5, Integer.MIN_VALUE);
        Tensor b = i(2, 2, -2, -2, 0, -1);
        assertThat(binary(Binary.Function.DIV, a, b).ints()).containsExactly(3, -3, -3, 3, 0, Integer.MIN_VALUE);
        assertThat(binary(Binary.Function.MOD, a, b).ints()).containsExactly(1, 1, -1, -1, 0, 0);
        assertThat(binary(Binary.Function.FMOD, a, b).ints()).containsExactly(1, -1, 1, -1, 0, 0);
    }

    @Test
    void floatsDivideAsIeeeSays() {
        Tensor a = f(1, -1, 5.5f, -5.5f, 5.5f);
        Tensor b = f(0, 0, 2, 2, -2);
        assertThat(binary(Binary.Function.DIV, a, b).floats()).containsExactly(INF, -INF, 2.75f, -2.75f, -2.75f);
        assertThat(binary(Binary.Function.FMOD, a, b).floats())
                .containsExactly(Float.NaN, Float.NaN, 1.5f, -1.5f, 1.5f);
        assertThat(binary(Binary.Function.MOD, a, b).floats()).containsExactly(Float.NaN, Float.NaN, 1.5f, 0.5f, -0.5f);
    }

    @Test
    void bytesWrapAround() {
        Tensor a = bytes(DType.UINT8, 3, 250);
        Tensor b = bytes(DType.UINT8, 5, 10);
        assertThat(binary(Binary.Function.SUB, a, b).toLongs()).containsExactly(254, 240);
        assertThat(binary(Binary.Function.ADD, a, b).toLongs()).containsExactly(8, 4);
        assertThat(binary(Binary.Function.MAX, a, b).toLongs()).containsExactly(5, 250);
        assertThat(binary(Binary.Function.LESS, a, b).toLongs()).containsExactly(1, 0);
    }

    @Test
    void powersKeepTheBaseType() {
        assertThat(binary(Binary.Function.POW, i(2, -3, 5, 1, -1, 2), i(10, 3, 0, -4, -3, -1))
                        .ints())
                .containsExactly(1024, -27, 1, 1, -1, 0);
        assertThat(binary(Binary.Function.POW, i(2, 9), f(0.5f)).ints()).containsExactly(1, 3);
        assertThat(binary(Binary.Function.POW, f(4, 2), i(-1, 3)).floats()).containsExactly(0.25f, 8);
        Tensor big = Tensor.vector(3_037_000_500L);
        assertThat(binary(Binary.Function.MUL, big, Tensor.vector(3)).longs()).containsExactly(9_111_001_500L);
    }

    @Test
    void comparesAndReasons() {
        assertThat(binary(Binary.Function.EQUAL, f(1, Float.NaN), f(1, Float.NaN))
                        .bytes())
                .containsExactly(1, 0);
        assertThat(binary(Binary.Function.GREATER_OR_EQUAL, i(1, 2), i(2)).bytes())
                .containsExactly(0, 1);
        long close = Long.MAX_VALUE - 1;
        assertThat(binary(Binary.Function.LESS, Tensor.vector(close), Tensor.vector(Long.MAX_VALUE))
                        .bytes())
                .containsExactly(1);
        Tensor a = bytes(DType.BOOL, 0, 0, 1, 1);
        Tensor b = bytes(DType.BOOL, 0, 1, 0, 1);
        assertThat(binary(Binary.Function.AND, a, b).bytes()).containsExactly(0, 0, 0, 1);
        assertThat(binary(Binary.Function.OR, a, b).bytes()).containsExactly(0, 1, 1, 1);
        assertThat(binary(Binary.Function.XOR, a, b).bytes()).containsExactly(0, 1, 1, 0);
        assertThat(unary(Unary.Function.NOT, a).bytes()).containsExactly(1, 1, 0, 0);
    }

    @Test
    void unaryFunctions() {
        assertThat(unary(Unary.Function.ROUND, f(0.5f, 1.5f, -2.5f)).floats()).containsExactly(0, 2, -2);
        assertThat(unary(Unary.Function.SIGN, i(-5, 0, 9)).ints()).containsExactly(-1, 0, 1);
        assertThat(unary(Unary.Function.ABS, bytes(DType.INT8, -7, 7)).bytes()).containsExactly(7, 7);
        assertThat(unary(Unary.Function.RECIPROCAL, f(4, 0)).floats()).containsExactly(0.25f, INF);
        assertThat(unary(Unary.Function.ERF, f(0, 1, -INF, Float.NaN)).floats())
                .containsExactly(0, 0.8427008f, -1, Float.NaN);
        assertThat(unary(Unary.Function.ASINH, f(1)).floats()).containsExactly((float) Math.log(1 + Math.sqrt(2)));
        assertThat(unary(Unary.Function.ACOSH, f(1, 2)).floats())
                .containsExactly(0, (float) Math.log(2 + Math.sqrt(3)));
        assertThat(unary(Unary.Function.ATANH, f(0.5f, 1)).floats()).containsExactly((float) (Math.log(3) / 2), INF);
        assertThat(unary(Unary.Function.IS_NEGATIVE_INF, f(INF, -INF, Float.NaN))
                        .bytes())
                .containsExactly(0, 1, 0);
        assertThat(unary(Unary.Function.IS_INF, f(INF, -INF, Float.NaN)).bytes())
                .containsExactly(1, 1, 0);
        assertThat(unary(Unary.Function.IS_NAN, f(INF, -INF, Float.NaN)).bytes())
                .containsExactly(0, 0, 1);
    }

    @Test
    void everyUnaryFunctionTakesEveryFloat() {
        float[] values = {0, -0f, 1e-45f, 1e-30f, 0.3f, 1, 20, 27.5f, 1e4f, 3e38f, INF, Float.NaN};
        for (Unary.Function function : Unary.Function.values()) {
            if (function != Unary.Function.NOT) {
                for (float value : values) {
                    assertThat(unary(function, f(value, -value)).size()).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void castsCutAndRound() {
        assertThat(cast(ElementType.INT32, f(1.9f, -1.9f, Float.NaN)).ints()).containsExactly(1, -1, 0);
        assertThat(cast(ElementType.UINT8, i(256 + 7, -1)).toLongs()).containsExactly(7, 255);
        assertThat(cast(ElementType.BOOL, f(0, -0f, 0.1f, Float.NaN)).bytes()).containsExactly(0, 0, 1, 1);
        assertThat(cast(ElementType.FLOAT32, bytes(DType.UINT8, 255)).floats()).containsExactly(255);
        // halves have 11 significant bits, bfloat16 has 8; both lie half-way between two neighbours
        assertThat(cast(ElementType.FLOAT16, f(2049, 2051, 65520, 1e-8f)).floats())
                .containsExactly(2048, 2052, INF, 0);
        assertThat(cast(ElementType.BFLOAT16, f(257, 259, -257, 3.4e38f, INF, Float.NaN))
                        .floats())
                .containsExactly(256, 260, -256, INF, INF, Float.NaN);
    }

    @Test
    void choosesAndLeaks() {
        Tensor condition = Tensor.of(DType.BOOL, Shape.of(2, 1), new byte[] {1, 0});
        Tensor chosen = Reference.evaluate(new Where(), List.of(condition, i(1, 2), i(9)))
                .get(0);
        assertThat(chosen.ints()).containsExactly(1, 2, 9, 9);
        Tensor x = Tensor.of(Shape.of(2, 2), -1f, 2f, -3f, -4f);
        Tensor slope = Tensor.of(Shape.of(2, 1), 0.5f, 2f);
        assertThat(Reference.evaluate(new PRelu(), List.of(x, slope)).get(0).floats())
                .containsExactly(-0.5f, 2, -6, -8);
    }

    @Test
    void dropoutKeepsEverything() {
        List<Tensor> results = Reference.evaluate(new Dropout(), Arrays.asList(f(1, 2), null, null));
        assertThat(results.get(0).floats()).containsExactly(1, 2);
        assertThat(results.get(1).bytes()).containsExactly(1, 1);
    }
}
