package dev.lathe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link Latency} and {@link RelativeError}. */
class FiguresTest {
    private static double error(Tensor expected, Tensor actual) {
        return RelativeError.of(Map.of("y", expected), Map.of("y", actual));
    }

    private static Tensor row(float... values) {
        return Tensor.of(Shape.of(1, values.length), values);
    }

    @Test
    void percentilesInterpolate() {
        double[] runs = {11, 1, 5, 3, 7, 9};
        Latency latency = Latency.of(runs);
        assertThat(latency.min()).isEqualTo(1);
        assertThat(latency.p50()).isEqualTo(6);
        assertThat(latency.p90()).isCloseTo(10, within(1e-12));
        assertThat(latency.p99()).isCloseTo(10.9, within(1e-12));
        assertThat(latency.mean()).isEqualTo(6);
        assertThat(runs[0]).isEqualTo(11);
        assertThat(Latency.of(new double[] {4})).isEqualTo(new Latency(4, 4, 4, 4, 4));
    }

    @Test
    void errorIsRelativeToTheLargestValue() {
        assertThat(error(row(1, -4, 0), row(1, -4, 0))).isZero();
        assertThat(error(row(1, -4, 0), row(1.5f, -4, 0))).isEqualTo(0.5);
        assertThat(error(row(8, -4, 0), row(8, -5, 0.5f))).isEqualTo(0.25);
        assertThat(error(row(Float.NaN, 2), row(Float.NaN, 3))).isEqualTo(0.5);
    }

    @Test
    void whatCannotBeComparedIsInfinitelyFar() {
        assertThat(error(row(1), row(Float.NaN))).isInfinite();
        assertThat(error(row(Float.NaN), row(1))).isInfinite();
        assertThat(error(row(1), row(Float.POSITIVE_INFINITY))).isInfinite();
        assertThat(error(row(1, 2), row(1))).isInfinite();
        assertThat(error(row(1), Tensor.scalar(1f))).isInfinite();
        assertThat(RelativeError.of(Map.of("y", row(1)), Map.of())).isInfinite();
    }

    @Test
    void theFirstImageStandsForTheBatch() {
        Tensor batch = Tensor.of(Shape.of(2, 2), 1f, 2f, 100f, 200f);
        assertThat(error(row(1, 2), batch)).isZero();
        assertThat(error(row(1, 4), batch)).isEqualTo(0.5);
    }
}
