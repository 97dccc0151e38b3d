package dev.lathe.bench.convolution;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.SplittableRandom;

/** The normally distributed, seeded data of a {@link Problem}; only read. */
record Operands(Problem problem, float[] x, float[] weights) {
    static Operands random(Problem problem, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Operands(problem, fill(problem.input(), random), fill(problem.weights(), random));
    }

    private static float[] fill(Shape shape, SplittableRandom random) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    Tensor image() {
        return Tensor.of(problem.input(), x);
    }

    Tensor filters() {
        return Tensor.of(problem.weights(), weights);
    }
}
