package dev.lathe;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Random;

/** Seeded operands. */
public final class RandomTensors {
    private RandomTensors() {}

    /** Floats in -1..1, integers over all 8-bit values. */
    public static Tensor of(Random random, DType dtype, Shape shape) {
        Tensor tensor = Tensor.zeros(new TensorType(dtype, shape));
        for (int i = 0; i < tensor.size(); i++) {
            if (dtype == DType.FLOAT32) {
                tensor.set(i, random.nextDouble() * 2 - 1);
            } else {
                tensor.set(i, (long) random.nextInt(256) - 128);
            }
        }
        return tensor;
    }

    /** Floats in -1..1. */
    public static Tensor floats(Random random, int... dims) {
        return of(random, DType.FLOAT32, Shape.of(dims));
    }

    /** The absolute values of a float tensor. */
    public static Tensor absolute(Tensor tensor) {
        Tensor copy = tensor.copy();
        for (int i = 0; i < copy.size(); i++) {
            copy.set(i, Math.abs(copy.doubleAt(i)));
        }
        return copy;
    }
}
