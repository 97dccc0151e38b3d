package dev.lathe.compress;

import dev.lathe.compress.lowrank.Kernel;
import dev.lathe.tensor.Tensor;

/** ||W - W~|| / ||W|| over the groups of a layer. */
final class KernelError {
    private double difference;
    private double whole;

    void add(Kernel kernel, Kernel approximation) {
        add(kernel.values(), approximation.values(), kernel.values().length);
    }

    void add(Tensor values, Tensor approximation) {
        add(values.floats(), approximation.floats(), values.size());
    }

    private void add(float[] values, float[] approximation, int size) {
        for (int i = 0; i < size; i++) {
            double d = (double) values[i] - approximation[i];
            difference += d * d;
            whole += (double) values[i] * values[i];
        }
    }

    /** 0 of nothing but zeros. */
    double relative() {
        return whole == 0 ? 0 : Math.sqrt(difference / whole);
    }
}
