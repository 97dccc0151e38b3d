package dev.lathe.compress;

import dev.lathe.compress.lowrank.Kernel;

/** ||W - W~|| / ||W|| over the groups of a layer. */
final class KernelError {
    private double difference;
    private double whole;

    void add(Kernel kernel, Kernel approximation) {
        add(kernel.values(), approximation.values());
    }

    void add(float[] values, float[] approximation) {
        for (int i = 0; i < values.length; i++) {
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
