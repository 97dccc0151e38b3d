package dev.lathe.zoo;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;

/**
 * A seeded stream of pseudo-random tensors, the same bits on every JDK: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014)
 * in integer arithmetic. "Normal" means the sum of four uniform 16-bit numbers, which one draw gives: bell-shaped, cut
 * at 3.46 standard deviations, and fast enough for the 138 million weights of VGG-16.
 */
final class Weights {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    /** Standard deviation of the sum of four uniform integers in 0..65535: sqrt(4·(2^32 - 1)/12). */
    private static final double SUM_DEVIATION = Math.sqrt(4 * (0x1p32 - 1) / 12);

    private long state;

    Weights(long seed) {
        state = seed;
    }

    private long next() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Normal numbers around {@code mean}. */
    Tensor normal(Shape shape, double mean, double deviation) {
        float[] values = new float[shape.size()];
        float scale = (float) (deviation / SUM_DEVIATION);
        float middle = (float) mean;
        for (int i = 0; i < values.length; i++) {
            long bits = next();
            int sum = (int) ((bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48));
            values[i] = middle + scale * (sum - 2 * 0xffff);
        }
        return Tensor.of(shape, values);
    }

    /** Numbers between {@code low} and {@code high}, all equally likely. */
    Tensor uniform(Shape shape, double low, double high) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (low + (high - low) * ((next() >>> 11) * 0x1p-53));
        }
        return Tensor.of(shape, values);
    }

    /** He et al. 2015: a normal weight whose first axis is the output, scaled so that ReLU layers keep the variance. */
    Tensor he(Shape shape) {
        return normal(shape, 0, Math.sqrt(2.0 / shape.product(1, shape.rank())));
    }
}
