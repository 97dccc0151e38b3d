package dev.lathe.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lathe.error.LimitException;
import dev.lathe.error.ShapeException;
import dev.lathe.op.Resize.AspectRatio;
import dev.lathe.op.Resize.Coordinates;
import dev.lathe.op.Resize.Interpolation;
import dev.lathe.op.Resize.Rounding;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResizeTest {
    private static final Tensor NONE = Tensor.of(Shape.of(0), new float[0]);

    private static Resize resize(Interpolation interpolation, Coordinates coordinates, AspectRatio ratio, int... axes) {
        return new Resize(
                interpolation,
                coordinates,
                Rounding.ROUND_PREFER_FLOOR,
                -0.75f,
                false,
                0,
                false,
                ratio,
                Arrays.stream(axes).boxed().toList());
    }

    private static Resize linear(int... axes) {
        return resize(Interpolation.LINEAR, Coordinates.HALF_PIXEL, AspectRatio.STRETCH, axes);
    }

    private static Operands data(Shape x, Tensor... parameters) {
        Operands.Operand[] operands = new Operands.Operand[parameters.length + 1];
        operands[0] = new Operands.Operand(TensorType.float32(x), null);
        for (int i = 0; i < parameters.length; i++) {
            operands[i + 1] =
                    parameters[i] == null ? null : new Operands.Operand(parameters[i].type(), parameters[i]);
        }
        return Operands.of(Arrays.asList(operands));
    }

    private static Tensor f(float... values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    private static Tensor v(long... values) {
        return Tensor.vector(values);
    }

    static Stream<Arguments> good() {
        Shape x = Shape.of(1, 2, 10, 5);
        Resize larger = resize(Interpolation.CUBIC, Coordinates.HALF_PIXEL, AspectRatio.NOT_SMALLER, -1, 2);
        Resize smaller = resize(Interpolation.NEAREST, Coordinates.HALF_PIXEL, AspectRatio.NOT_LARGER, 2, 3);
        return Stream.of(
                // the float nearest to 0.7 is a little less: in double precision, ten of it would be cut to 6
                arguments(linear(), data(x, null, f(1, 1, 0.7f, 0.6f)), Shape.of(1, 2, 7, 3)),
                arguments(linear(), data(x, NONE, NONE, v(1, 2, 0, 9)), Shape.of(1, 2, 0, 9)),
                arguments(linear(3, -2), data(x, NONE, f(2, 0.1f), v()), Shape.of(1, 2, 1, 10)),
                arguments(larger, data(x, null, null, v(7, 7)), Shape.of(1, 2, 14, 7)),
                arguments(smaller, data(x, null, null, v(7, 7)), Shape.of(1, 2, 7, 4)));
    }

    @ParameterizedTest
    @MethodSource("good")
    void tellsTheShape(Resize op, Operands operands, Shape expected) {
        assertThat(op.infer(operands)).containsExactly(TensorType.float32(expected));
    }

    static Stream<Arguments> bad() {
        Shape x = Shape.of(4, 4);
        Resize crop = resize(Interpolation.LINEAR, Coordinates.TF_CROP_AND_RESIZE, AspectRatio.STRETCH);
        return Stream.of(
                arguments(linear(), data(x), "either"),
                arguments(linear(), data(x, null, f(1, 1), v(1, 1)), "either"),
                arguments(linear(), data(x, null, f(1)), "wanted 2 entries"),
                arguments(linear(), data(x, null, v(1, 1)), "operand 2 has type"),
                arguments(linear(), data(x, null, f(1, Float.NaN)), "entry NaN"),
                arguments(linear(), data(x, null, f(1, 0)), "entry 0"),
                arguments(linear(), data(x, null, f(1, -1)), "entry -1"),
                arguments(linear(), data(x, null, f(1, Float.POSITIVE_INFINITY)), "entry Infinity"),
                arguments(linear(), data(x, null, null, v(1, -1)), "entry -1"),
                arguments(linear(), data(x, null, null, v(1)), "1 entries, wanted 2"),
                arguments(linear(), data(Shape.of(0, 4), null, null, v(1, 1)), "nothing on axis 0"),
                arguments(linear(0, -2), data(x, null, f(1, 1)), "named twice"),
                arguments(linear(2), data(x, null, f(1)), "axis 2"),
                arguments(crop, data(x, null, f(1, 1)), "operand 1 (roi)"),
                arguments(crop, data(x, f(0, 0, 1), f(1, 1)), "wanted 4 entries"),
                arguments(crop, data(x, f(0, 0, 1, Float.NaN), f(1, 1)), "entry NaN"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWithTheReason(Resize op, Operands operands, String reason) {
        assertThatThrownBy(() -> op.infer(operands))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesTypesThatItCannotWeigh() {
        Operands bool = Operands.ofValues(
                Arrays.asList(Tensor.of(DType.BOOL, Shape.of(2), new byte[2]), null, f(2)));
        assertThatThrownBy(() -> linear().infer(bool)).hasMessageContaining("BOOL");
    }

    @Test
    void refusesWhatNoTensorCanHold() {
        assertThatThrownBy(() -> linear().infer(data(Shape.of(4), null, f(Float.MAX_VALUE))))
                .isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> linear().infer(data(Shape.of(4), null, null, v(Long.MAX_VALUE))))
                .isInstanceOf(LimitException.class);
    }

    @Test
    void neighboursLieInsideAndWeighOneInAll() {
        Random random = new Random(8);
        for (int i = 0; i < 3000; i++) {
            Resize op = new Resize(
                    pick(random, Interpolation.values()),
                    pick(random, Coordinates.values()),
                    pick(random, Rounding.values()),
                    -random.nextFloat(),
                    random.nextBoolean(),
                    0,
                    false,
                    pick(random, AspectRatio.values()),
                    List.of());
            Resize smooth = op.interpolation() == Interpolation.NEAREST ? op : antialiased(op);
            int in = 1 + random.nextInt(12);
            Tensor roi = f(3 * random.nextFloat() - 1, 3 * random.nextFloat() - 1);
            Tensor sizes = v(1 + random.nextInt(30));
            Operands operands = random.nextBoolean()
                    ? data(Shape.of(in), roi, f(0.05f + 4 * random.nextFloat()))
                    : data(Shape.of(in), roi, null, sizes);
            for (Resize each : List.of(op, smooth)) {
                check(Resampling.of(each, each.resolve(operands).getFirst()), in);
            }
        }
    }

    private static void check(Resampling resampling, int in) {
        for (int o = 0; o < resampling.size(); o++) {
            double[] weights = resampling.weights()[o];
            if (resampling.first()[o] < 0) {
                assertThat(weights).isEmpty();
                continue;
            }
            assertThat(weights).isNotEmpty();
            assertThat(resampling.first()[o] + weights.length).isLessThanOrEqualTo(in);
            // sums of at most some dozens of doubles
            assertThat(Arrays.stream(weights).sum()).isBetween(1 - 1e-12, 1 + 1e-12);
        }
    }

    private static Resize antialiased(Resize op) {
        return new Resize(
                op.interpolation(),
                op.coordinates(),
                op.rounding(),
                op.cubicA(),
                op.excludeOutside(),
                op.extrapolation(),
                true,
                op.aspectRatio(),
                op.axes());
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
