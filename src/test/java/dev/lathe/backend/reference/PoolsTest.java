package dev.lathe.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.op.GlobalPool;
import dev.lathe.op.MaxPoolGradient;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolsTest {
    private static Window window(int kernel, int stride, int begin, int end) {
        return new Window(
                List.of(kernel), List.of(stride), List.of(), new Padding.Explicit(List.of(begin), List.of(end)));
    }

    private static Tensor row(float... values) {
        return Tensor.of(Shape.of(1, 1, values.length), values);
    }

    private static float[] run(Pool.Kind kind, Window window, boolean ceil, boolean countPadding, Tensor x) {
        return Reference.evaluate(new Pool(kind, window, ceil, countPadding, 2, false), List.of(x))
                .getFirst()
                .floats();
    }

    @Test
    void averageDividesByWhatItIsToldTo() {
        Tensor x = row(1, 2, 3, 4, 5, 6);
        assertThat(run(Pool.Kind.AVERAGE, window(3, 2, 1, 1), false, false, x)).containsExactly(1.5f, 3, 5);
        assertThat(run(Pool.Kind.AVERAGE, window(3, 2, 1, 1), false, true, x)).containsExactly(1, 3, 5);
        // The last window sees 6, one padding and one overhanging position, and the overhang never counts.
        assertThat(run(Pool.Kind.AVERAGE, window(3, 2, 0, 1), true, true, row(1, 2, 3, 4, 5, 6, 6)))
                .containsExactly(2, 4, 17f / 3, 3);
        assertThat(run(Pool.Kind.AVERAGE, window(3, 2, 0, 0), true, true, x)).containsExactly(2, 4, 5.5f);
    }

    @Test
    void maxIgnoresPaddingAndPassesNotANumberOn() {
        assertThat(run(Pool.Kind.MAX, window(3, 2, 1, 1), false, false, row(-3, -2, -5, -4)))
                .containsExactly(-2, -2);
        assertThat(run(Pool.Kind.MAX, window(2, 1, 0, 0), false, false, row(1, Float.NaN, 2, 3)))
                .containsExactly(Float.NaN, Float.NaN, 3);
    }

    @Test
    void aWindowInsideThePaddingSeesNothing() {
        Pool pool = new Pool(
                Pool.Kind.MAX,
                new Window(List.of(2), List.of(), List.of(2), new Padding.Explicit(List.of(1), List.of(1))),
                false,
                false,
                0,
                false);
        List<Tensor> results = Reference.evaluate(pool, List.of(row(7)));
        assertThat(results.get(0).floats()).containsExactly(Float.NEGATIVE_INFINITY);
        assertThat(results.get(1).longs()).containsExactly(-1);
    }

    @Test
    void indicesAreFlatInXAndOfTheFirstMaximum() {
        Tensor x = Tensor.of(DType.INT8, Shape.of(1, 2, 2, 3), new byte[] {1, 5, 5, 5, 0, 2, -1, -2, -3, -4, -5, 0});
        Pool rows = new Pool(Pool.Kind.MAX, Window.of(2, 2), false, false, 0, false);
        List<Tensor> results = Reference.evaluate(rows, List.of(x));
        assertThat(results.get(0).bytes()).containsExactly(5, 5, -1, 0);
        assertThat(results.get(1).longs()).containsExactly(1, 1, 6, 11);
        Pool columns = new Pool(Pool.Kind.MAX, Window.of(2, 2), false, false, 0, true);
        // (0, 1) is the third element of a column-major 2 x 3 plane, (1, 2) the last.
        assertThat(Reference.evaluate(columns, List.of(x)).get(1).longs()).containsExactly(2, 2, 6, 11);
    }

    @Test
    void theGradientGoesToTheFirstMaximum() {
        MaxPoolGradient op = new MaxPoolGradient(window(2, 1, 1, 0), false);
        Tensor indices = Tensor.of(Shape.of(1, 2, 3), 0L, 0L, 2L, -1L, 4L, 4L);
        Tensor field = Tensor.of(Shape.of(1, 2, 3), 1f, 2, 4, 8, 16, 32);
        Tensor gradient = Reference.evaluate(op, List.of(field, indices, Tensor.vector(1, 2, 3)))
                .getFirst();
        assertThat(gradient.floats()).containsExactly(3, 0, 4, 0, 48, 0);
    }

    @Test
    void unsignedBytesCompareUnsigned() {
        Tensor x = Tensor.of(DType.UINT8, Shape.of(1, 1, 3), new byte[] {1, (byte) 200, 3});
        Pool pool = new Pool(Pool.Kind.MAX, Window.of(2), false, false, 0, false);
        assertThat(Reference.evaluate(pool, List.of(x)).getFirst().bytes()).containsExactly(200, 200);
    }

    @Test
    void lpIsTheRootOfTheSumOfPowers() {
        assertThat(run(Pool.Kind.LP, window(2, 2, 0, 0), false, false, row(3, -4, 5, 12)))
                .containsExactly(5, 13);
        Window dilated = new Window(List.of(2), List.of(), List.of(2), Padding.NONE);
        assertThat(run(Pool.Kind.LP, dilated, false, false, row(3, 9, -4))).containsExactly(5);
    }

    @Test
    void globalPoolsTakeTheWholePlane() {
        Tensor x = Tensor.of(Shape.of(1, 2, 2, 2), 3f, -4, 0, 0, -1, -2, -3, -6);
        assertThat(Reference.evaluate(new GlobalPool(Pool.Kind.MAX, 0), List.of(x))
                        .getFirst()
                        .floats())
                .containsExactly(3, -1);
        assertThat(Reference.evaluate(new GlobalPool(Pool.Kind.AVERAGE, 0), List.of(x))
                        .getFirst()
                        .floats())
                .containsExactly(-0.25f, -3);
        assertThat(Reference.evaluate(new GlobalPool(Pool.Kind.LP, 1), List.of(x))
                        .getFirst()
                        .floats())
                .containsExactly(7, 12);
    }
}
