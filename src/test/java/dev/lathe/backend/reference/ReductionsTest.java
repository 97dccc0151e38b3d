package dev.lathe.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.op.ArgReduce;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reductions worked out by hand. */
class ReductionsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Tensor reduce(Reduce.Function function, Tensor x, long... axes) {
        return Reference.evaluate(new Reduce(function, false, false), List.of(x, Tensor.vector(axes)))
                .get(0);
    }

    static Stream<Arguments> functions() {
        // of 1, -2, 4 and of nothing
        return Stream.of(
                Arguments.of(Reduce.Function.SUM, 3.0, 0.0),
                Arguments.of(Reduce.Function.MEAN, 1.0, Double.NaN),
                Arguments.of(Reduce.Function.MAX, 4.0, -INF),
                Arguments.of(Reduce.Function.MIN, -2.0, INF),
                Arguments.of(Reduce.Function.PROD, -8.0, 1.0),
                Arguments.of(Reduce.Function.L1, 7.0, 0.0),
                Arguments.of(Reduce.Function.L2, Math.sqrt(21), 0.0),
                Arguments.of(Reduce.Function.LOG_SUM, Math.log(3), -INF),
                Arguments.of(Reduce.Function.LOG_SUM_EXP, Math.log(Math.exp(1) + Math.exp(-2) + Math.exp(4)), -INF),
                Arguments.of(Reduce.Function.SUM_SQUARE, 21.0, 0.0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void functions(Reduce.Function function, double ofThree, double ofNone) {
        Tensor three = Tensor.of(Shape.of(3), 1f, -2, 4);
        assertThat(reduce(function, three).floats()[0]).isEqualTo(Float.valueOf((float) ofThree));
        Tensor none = Tensor.of(Shape.of(0), new float[0]);
        assertThat(reduce(function, none).floats()[0]).isEqualTo(Float.valueOf((float) ofNone));
    }

    @Test
    void axesInTheMiddle() {
        Tensor x = Tensor.of(Shape.of(2, 3, 2), 1f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(reduce(Reduce.Function.SUM, x, 1).floats()).containsExactly(9, 12, 27, 30);
        assertThat(reduce(Reduce.Function.SUM, x, 0, 2).floats()).containsExactly(18, 26, 34);
        assertThat(reduce(Reduce.Function.MAX, x, -1).floats()).containsExactly(2, 4, 6, 8, 10, 12);
    }

    @Test
    void noAxesMayMeanNone() {
        Reduce op = new Reduce(Reduce.Function.SUM_SQUARE, true, true);
        Tensor x = Tensor.of(Shape.of(2), 3f, -4);
        assertThat(Reference.evaluate(op, List.of(x)).get(0).floats()).containsExactly(9, 16);
    }

    @Test
    void integersAreExact() {
        long big = (1L << 53) + 1;
        assertThat(reduce(Reduce.Function.SUM, Tensor.vector(big, 1)).longs()).containsExactly(big + 1);
        Tensor x = Tensor.of(Shape.of(3), 7, -2, -12);
        assertThat(reduce(Reduce.Function.MEAN, x).ints()).containsExactly(-2);
        assertThat(reduce(Reduce.Function.PROD, x).ints()).containsExactly(168);
        assertThat(reduce(Reduce.Function.L1, x).ints()).containsExactly(21);
        Tensor codes = Tensor.of(DType.UINT8, Shape.of(2), new byte[] {(byte) 200, 5});
        assertThat(reduce(Reduce.Function.MAX, codes).longAt(0)).isEqualTo(200);
    }

    @Test
    void noIntegersGiveTheEndsOfTheType() {
        for (DType dtype : new DType[] {DType.INT8, DType.UINT8, DType.BOOL}) {
            Tensor none = Tensor.of(dtype, Shape.of(0), new byte[0]);
            long most = dtype == DType.INT8 ? 127 : dtype == DType.BOOL ? 1 : 255;
            assertThat(reduce(Reduce.Function.MIN, none).longAt(0)).isEqualTo(most);
            assertThat(reduce(Reduce.Function.MAX, none).longAt(0)).isEqualTo(dtype == DType.INT8 ? -128 : 0);
        }
        assertThat(reduce(Reduce.Function.MAX, Tensor.vector()).longs()).containsExactly(Long.MIN_VALUE);
        assertThat(reduce(Reduce.Function.MEAN, Tensor.vector()).longs()).containsExactly(0);
    }

    @Test
    void exponentialsDoNotOverflow() {
        Tensor x = Tensor.of(Shape.of(2), 1000f, 1000f);
        assertThat(reduce(Reduce.Function.LOG_SUM_EXP, x).floats()[0]).isEqualTo((float) (1000 + Math.log(2)));
        assertThat(softmax(new Softmax(0, false, false), x)).containsExactly(0.5f, 0.5f);
        assertThat(softmax(new Softmax(0, true, false), x)).containsExactly((float) -Math.log(2), (float) -Math.log(2));
    }

    private static float[] softmax(Softmax op, Tensor x) {
        return Reference.evaluate(op, List.of(x)).get(0).floats();
    }

    @Test
    void softmaxTakesOneAxisOrAllThatFollow() {
        float ln3 = (float) Math.log(3);
        Tensor x = Tensor.of(Shape.of(2, 2), 0f, 0, ln3, 0);
        assertThat(softmax(new Softmax(0, false, false), x))
                .containsExactly(new float[] {0.25f, 0.5f, 0.75f, 0.5f}, within(1e-7f));
        assertThat(softmax(new Softmax(0, false, true), x))
                .containsExactly(new float[] {1 / 6f, 1 / 6f, 0.5f, 1 / 6f}, within(1e-7f));
        assertThat(softmax(new Softmax(1, false, false), Tensor.of(Shape.of(0, 3), new float[0])))
                .isEmpty();
    }

    @Test
    void argumentsOfTies() {
        Tensor x = Tensor.of(Shape.of(2, 4), 1f, 3, 3, 0, Float.NaN, 9, Float.NaN, -1);
        assertThat(arg(new ArgReduce(true, 1, false, false), x)).containsExactly(1, 0);
        assertThat(arg(new ArgReduce(true, 1, false, true), x)).containsExactly(2, 2);
        assertThat(arg(new ArgReduce(false, 1, false, false), x)).containsExactly(3, 0);
        assertThat(arg(new ArgReduce(true, 0, true, false), x)).containsExactly(1, 1, 1, 0);
        assertThat(arg(new ArgReduce(true, 0, true, false), Tensor.vector(1, Long.MAX_VALUE - 1, Long.MAX_VALUE)))
                .containsExactly(2);
    }

    private static long[] arg(ArgReduce op, Tensor x) {
        return Reference.evaluate(op, List.of(x)).get(0).longs();
    }
}
