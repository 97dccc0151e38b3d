package dev.lathe.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static boolean same(float expected, float actual) {
        return Comparison.difference(Tensor.scalar(expected), Tensor.scalar(actual))
                .isEmpty();
    }

    @Test
    void floatsMayDifferALittle() {
        assertThat(same(1000, 1000.99f)).isTrue();
        assertThat(same(1000, 1001.01f)).isFalse();
        assertThat(same(-1000, -998.99f)).isFalse();
        assertThat(same(0, 1e-8f)).isTrue();
        assertThat(same(0, 1e-6f)).isFalse();
        assertThat(same(0f, -0f)).isTrue();
    }

    @Test
    void whatIsNoNumberEqualsItself() {
        assertThat(same(Float.NaN, Float.NaN)).isTrue();
        assertThat(same(Float.NaN, 1)).isFalse();
        assertThat(same(1, Float.NaN)).isFalse();
        assertThat(same(Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY)).isTrue();
        assertThat(same(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)).isFalse();
        assertThat(same(Float.POSITIVE_INFINITY, 3e38f)).isFalse();
        assertThat(same(3e38f, Float.POSITIVE_INFINITY)).isFalse();
    }

    @Test
    void integersAreExact() {
        Tensor expected = Tensor.of(DType.UINT8, Shape.of(2), new byte[] {1, -1});
        assertThat(Comparison.difference(expected, Tensor.of(DType.UINT8, Shape.of(2), new byte[] {1, -1})))
                .isEmpty();
        assertThat(Comparison.difference(expected, Tensor.of(DType.UINT8, Shape.of(2), new byte[] {1, -2})))
                .hasValueSatisfying(text -> assertThat(text).contains("element 1", "wanted 255", "got 254"));
    }

    @Test
    void typesAndShapesAreExact() {
        assertThat(Comparison.difference(Tensor.scalar(1f), Tensor.scalar(1L))).isPresent();
        assertThat(Comparison.difference(Tensor.scalar(1f), Tensor.of(Shape.of(1), 1f)))
                .isPresent();
    }
}
