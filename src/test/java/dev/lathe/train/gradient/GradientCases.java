package dev.lathe.train.gradient;

import dev.lathe.RandomTensors;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Every rule on awkward sizes. */
final class GradientCases {
    private GradientCases() {}

    static List<GradientCase> all() {
        return Stream.of(WindowGradients.all(), ElementGradients.all(), ShapeGradients.all())
                .flatMap(cases -> cases)
                .toList();
    }

    /** Floats in -1..1, others for another shape. */
    static Tensor floats(int... dims) {
        return RandomTensors.floats(new Random(3L + Shape.of(dims).hashCode()), dims);
    }

    static Tensor between(double least, double most, int... dims) {
        Tensor tensor = floats(dims);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.set(i, least + (most - least) * (tensor.doubleAt(i) + 1) / 2);
        }
        return tensor;
    }

    static Tensor truths(int... dims) {
        Random random = new Random(5);
        Shape shape = Shape.of(dims);
        byte[] bytes = new byte[shape.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(2);
        }
        return Tensor.of(DType.BOOL, shape, bytes);
    }
}
