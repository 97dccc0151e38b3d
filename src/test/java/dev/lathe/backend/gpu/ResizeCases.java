package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.op.Resize;
import dev.lathe.op.Resize.AspectRatio;
import dev.lathe.op.Resize.Coordinates;
import dev.lathe.op.Resize.Interpolation;
import dev.lathe.op.Resize.Rounding;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Resize by neighbours and by weights. */
final class ResizeCases {
    private static final Random RANDOM = new Random(63);
    /** A weight, a product and a sum for each of the 4 neighbours along each of 2 axes. */
    private static final int ROUNDINGS = 2 * 3 * 4;
    /** Weights of a cubic, whose coefficient is at most 1 here, sum to less than 2 in magnitude along each axis. */
    private static final double MAGNITUDE = 4;

    private ResizeCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        Tensor x = floats(2, 3, 5, 7);
        for (Coordinates coordinates : Coordinates.values()) {
            String name = coordinates.name().toLowerCase(Locale.ROOT);
            cases.add(scaled("nearest, " + name, op(Interpolation.NEAREST, coordinates), x, 1.6f, 0.6f));
            cases.add(scaled("linear, " + name, op(Interpolation.LINEAR, coordinates), x, 1.6f, 0.6f));
            cases.add(scaled("cubic, " + name, op(Interpolation.CUBIC, coordinates), x, 0.7f, 2.2f));
        }
        Resize linear = op(Interpolation.LINEAR, Coordinates.HALF_PIXEL);
        cases.add(scaled("linear of one axis", linear, x, 1, 2));
        cases.add(scaled("linear by one", linear, x, 1, 1));
        cases.add(scaled("linear without aliasing", smooth(Interpolation.LINEAR), x, 0.5f, 0.4f));
        cases.add(scaled("cubic without aliasing", smooth(Interpolation.CUBIC), x, 0.5f, 0.8f));
        for (DType dtype : List.of(DType.INT8, DType.UINT8, DType.INT32, DType.INT64)) {
            String name = dtype.name().toLowerCase(Locale.ROOT);
            cases.add(scaled("linear of " + name, linear, tensor(dtype, 1, 2, 4, 5), 2, 1.7f));
        }
        Resize nearest = op(Interpolation.NEAREST, Coordinates.ASYMMETRIC);
        cases.add(scaled("nearest of bytes", nearest, tensor(DType.UINT8, 1, 2, 3, 3), 2, 2));
        Tensor sizes = Tensor.vector(1, 2, 9, 2, 3);
        cases.add(new OpCase(
                "linear of three axes",
                op(Interpolation.LINEAR, Coordinates.ALIGN_CORNERS),
                Arrays.asList(floats(1, 2, 3, 4, 5), null, null, sizes),
                0,
                ROUNDINGS,
                MAGNITUDE));
        return cases;
    }

    private static Resize op(Interpolation interpolation, Coordinates coordinates) {
        return new Resize(
                interpolation,
                coordinates,
                Rounding.ROUND_PREFER_FLOOR,
                -0.75f,
                interpolation == Interpolation.CUBIC,
                7.25f,
                false,
                AspectRatio.STRETCH,
                List.of());
    }

    private static Resize smooth(Interpolation interpolation) {
        return new Resize(
                interpolation,
                Coordinates.HALF_PIXEL,
                Rounding.ROUND_PREFER_FLOOR,
                -0.5f,
                false,
                0,
                true,
                AspectRatio.STRETCH,
                List.of());
    }

    /** Only the last two of four axes change. */
    private static OpCase scaled(String name, Resize op, Tensor x, float height, float width) {
        Tensor scales = Tensor.of(Shape.of(4), 1, 1, height, width);
        @Nullable
        Tensor roi = op.coordinates() == Coordinates.TF_CROP_AND_RESIZE
                ? Tensor.of(Shape.of(8), 0, 0, 0.1f, -0.3f, 1, 1, 0.9f, 1.2f)
                : null;
        return new OpCase("resize " + name, op, Arrays.asList(x, roi, scales), 0, ROUNDINGS, MAGNITUDE);
    }

    private static Tensor floats(int... dims) {
        return RandomTensors.floats(RANDOM, dims);
    }

    private static Tensor tensor(DType dtype, int... dims) {
        return RandomTensors.of(RANDOM, dtype, Shape.of(dims));
    }
}
