package dev.lathe.compress.cluster;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** 64 weights about normally distributed, standard deviation 0.05, from a generator that any language has at hand. */
final class T10 {
    /** Half a unit of the tenth decimal, to which centroids were worked out by numpy. */
    static final double CENTROID_DIGITS = 0.5e-10;

    /** Half a unit of the twelfth decimal, to which squared errors were. */
    static final double ERROR_DIGITS = 0.5e-12;

    static final double LOWEST = -0.10696627764;
    static final double HIGHEST = 0.15346893767;

    private T10() {}

    static double[] weights() {
        return normal(10, 64);
    }

    /** 0.05·(u1 + ... + u12 - 6), u the upper 53 bits of Knuth's linear congruential generator. */
    static double[] normal(long seed, int count) {
        long[] state = {seed};
        DoubleSupplier uniform = () -> {
            state[0] = 6364136223846793005L * state[0] + 1442695040888963407L;
            return (state[0] >>> 11) * 0x1p-53;
        };
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int k = 0; k < 12; k++) {
                sum += uniform.getAsDouble();
            }
            values[i] = 0.05 * (sum - 6);
        }
        return values;
    }

    /** The weights in double precision, which the stated digits need. */
    static SortedWeights sorted() {
        return sorted(weights());
    }

    static SortedWeights sorted(double... values) {
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        return new SortedWeights(ascending.length, i -> ascending[i]);
    }

    static float[] floats() {
        return floats(weights());
    }

    static float[] floats(double... values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    /** Sum of the squared distances of {@code weights} from their nearest centroids. */
    static double error(SortedWeights weights, double[] centroids) {
        double sum = 0;
        for (int i = 0; i < weights.size(); i++) {
            double least = Double.POSITIVE_INFINITY;
            for (double centroid : centroids) {
                least = Math.min(least, Math.abs(weights.at(i) - centroid));
            }
            sum += least * least;
        }
        return sum;
    }

    static int[] counts(SortedWeights weights, double[] centroids) {
        int[] counts = Lloyd.ends(weights, centroids);
        for (int c = counts.length - 1; c > 0; c--) {
            counts[c] -= counts[c - 1];
        }
        return counts;
    }
}
