package dev.lathe.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.op.Resize;
import dev.lathe.op.Resize.AspectRatio;
import dev.lathe.op.Resize.Coordinates;
import dev.lathe.op.Resize.Interpolation;
import dev.lathe.op.Resize.Rounding;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Results worked out by hand, one axis at a time. */
class InterpolationTest {
    /** A few roundings of numbers below 10. */
    private static final float CLOSE = 2e-6f;

    private static Resize resize(Interpolation interpolation, Coordinates coordinates, Rounding rounding) {
        return new Resize(
                interpolation, coordinates, rounding, -0.75f, false, 9, false, AspectRatio.STRETCH, List.of());
    }

    private static Resize linear(Coordinates coordinates) {
        return resize(Interpolation.LINEAR, coordinates, Rounding.FLOOR);
    }

    private static float[] scaled(Resize op, float scale, float... x) {
        return run(op, null, Tensor.of(Shape.of(1), scale), null, x);
    }

    private static float[] sized(Resize op, int size, float... x) {
        return run(op, null, null, Tensor.vector(size), x);
    }

    private static float[] run(Resize op, Tensor roi, Tensor scales, Tensor sizes, float... x) {
        return Reference.evaluate(op, Arrays.asList(Tensor.of(Shape.of(x.length), x), roi, scales, sizes))
                .getFirst()
                .floats();
    }

    @Test
    void linearTakesThePositionOfItsMode() {
        assertThat(scaled(linear(Coordinates.HALF_PIXEL), 2, 1, 3)).containsExactly(1, 1.5f, 2.5f, 3);
        assertThat(scaled(linear(Coordinates.ASYMMETRIC), 2, 1, 3)).containsExactly(1, 2, 3, 3);
        assertThat(scaled(linear(Coordinates.ALIGN_CORNERS), 2, 1, 3))
                .containsExactly(new float[] {1, 5 / 3f, 7 / 3f, 3}, within(CLOSE));
        assertThat(scaled(linear(Coordinates.TF_HALF_PIXEL_FOR_NN), 2, 1, 3)).containsExactly(1.5f, 2.5f, 3, 3);
        assertThat(sized(linear(Coordinates.PYTORCH_HALF_PIXEL), 1, 1, 3, 5)).containsExactly(1);
        assertThat(sized(linear(Coordinates.HALF_PIXEL), 1, 1, 3, 5)).containsExactly(3);
    }

    @Test
    void alignedCornersReachTheUnroundedLength() {
        // 4 · 0.6 = 2.4 elements: the second lies at 3 / 1.4
        assertThat(scaled(linear(Coordinates.ALIGN_CORNERS), 0.6f, 1, 2, 3, 4))
                .containsExactly(new float[] {1, 1 + 3 / 1.4f}, within(CLOSE));
    }

    @Test
    void symmetricPositionsAreCentred() {
        // 5 · 0.5 = 2.5 elements, of which two are kept: 0.5 + 0.5·2 - 0.5 = 1 and 3
        assertThat(scaled(linear(Coordinates.HALF_PIXEL_SYMMETRIC), 0.5f, 0, 1, 2, 3, 4)).containsExactly(1, 3);
        assertThat(scaled(linear(Coordinates.HALF_PIXEL), 0.5f, 0, 1, 2, 3, 4)).containsExactly(0.5f, 2.5f);
    }

    @Test
    void cropTakesTheRegionAndFillsTheOutside() {
        Tensor roi = Tensor.of(Shape.of(2), 0.5f, 1.5f);
        Resize crop = linear(Coordinates.TF_CROP_AND_RESIZE);
        // positions 1, 1.5, 2, 2.5, 3 of an axis that ends at 2
        assertThat(run(crop, roi, null, Tensor.vector(5), 0, 1, 5)).containsExactly(1, 3, 5, 9, 9);
        assertThat(run(crop, roi, null, Tensor.vector(1), 0, 1, 5)).containsExactly(5);
    }

    @Test
    void nearestRoundsAsTold() {
        // positions 0, 0.5, 1, 1.5, 2, 2.5
        float[] x = {10, 20, 30};
        for (var expected : List.of(
                List.of(Rounding.ROUND_PREFER_FLOOR, new float[] {10, 10, 20, 20, 30, 30}),
                List.of(Rounding.ROUND_PREFER_CEIL, new float[] {10, 20, 20, 30, 30, 30}),
                List.of(Rounding.FLOOR, new float[] {10, 10, 20, 20, 30, 30}),
                List.of(Rounding.CEIL, new float[] {10, 20, 20, 30, 30, 30}))) {
            Resize op = resize(Interpolation.NEAREST, Coordinates.ASYMMETRIC, (Rounding) expected.get(0));
            assertThat(scaled(op, 2, x)).containsExactly((float[]) expected.get(1));
        }
    }

    @Test
    void cubicWeighsFourNeighbours() {
        Resize cubic = resize(Interpolation.CUBIC, Coordinates.ASYMMETRIC, Rounding.FLOOR);
        // at 1.5, a = -0.75: weights -0.09375, 0.59375, 0.59375, -0.09375
        float[] result = scaled(cubic, 2, 1, 2, 4, 8);
        assertThat(result[3]).isEqualTo(-0.09375f * 9 + 0.59375f * 6, within(CLOSE));
        assertThat(result[2]).isEqualTo(2);
        // at 0.5 the edge stands in for the missing neighbour
        assertThat(result[1]).isEqualTo(-0.09375f * 5 + 0.59375f * 3, within(CLOSE));
    }

    @Test
    void excludedNeighboursLeaveTheirWeightToTheOthers() {
        Resize cubic = new Resize(
                Interpolation.CUBIC,
                Coordinates.ASYMMETRIC,
                Rounding.FLOOR,
                -0.75f,
                true,
                0,
                false,
                AspectRatio.STRETCH,
                List.of());
        assertThat(scaled(cubic, 2, 1, 2, 4, 8)[1])
                .isEqualTo((0.59375f * 3 - 0.09375f * 4) / (2 * 0.59375f - 0.09375f), within(CLOSE));
    }

    @Test
    void antialiasingAveragesWhatAnElementCovers() {
        Resize smooth = new Resize(
                Interpolation.LINEAR,
                Coordinates.HALF_PIXEL,
                Rounding.FLOOR,
                -0.75f,
                false,
                0,
                true,
                AspectRatio.STRETCH,
                List.of());
        // a triangle of half-width 2 around 0.5: weights 1, 3, 3, 1 of 8, the first on the edge; likewise around 2.5
        assertThat(scaled(smooth, 0.5f, 8, 16, 32, 64)).containsExactly(
                new float[] {(4 * 8 + 3 * 16 + 32) / 8f, (16 + 3 * 32 + 4 * 64) / 8f}, within(8 * CLOSE));
    }

    @Test
    void weightsNothingThatItDoesNotNeed() {
        float infinite = Float.POSITIVE_INFINITY;
        assertThat(scaled(linear(Coordinates.ASYMMETRIC), 2, 1, infinite)).containsExactly(1, infinite, infinite, infinite);
    }

    @Test
    void integersAreCutTowardsZero() {
        Tensor x = Tensor.of(DType.INT8, Shape.of(2), new byte[] {-3, 4});
        // -3, -1.25, 2.25, 4
        Tensor y = Reference.evaluate(
                        linear(Coordinates.HALF_PIXEL), Arrays.asList(x, null, Tensor.of(Shape.of(1), 2f)))
                .getFirst();
        assertThat(y.toLongs()).containsExactly(-3, -1, 2, 4);
        Tensor seven = Tensor.of(Shape.of(3), 7, 7, 7);
        Tensor sevens = Reference.evaluate(
                        linear(Coordinates.HALF_PIXEL), Arrays.asList(seven, null, Tensor.of(Shape.of(1), 2.7f)))
                .getFirst();
        assertThat(sevens.toLongs()).containsOnly(7);
    }

    @Test
    void axesAreIndependent() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1f, 2, 3, 4);
        Tensor y = Reference.evaluate(
                        linear(Coordinates.HALF_PIXEL), Arrays.asList(x, null, Tensor.of(Shape.of(2), 1f, 2)))
                .getFirst();
        assertThat(y.floats()).containsExactly(1, 1.25f, 1.75f, 2, 3, 3.25f, 3.75f, 4);
    }
}
