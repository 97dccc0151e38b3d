package dev.lathe.compress.cluster;

import dev.lathe.error.DataException;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Weights in ascending order, where any run of neighbours can be summed quickly. As clusters in one dimension are such
 * runs, nothing here or in {@link Lloyd} looks at every weight more than once.
 */
final class SortedWeights {
    /** Weights between two partial sums. */
    private static final int BLOCK = 64;

    private final int size;
    private final IntToDoubleFunction at;
    private final double[] sums;

    /** @param at ascending over 0..size-1 */
    SortedWeights(int size, IntToDoubleFunction at) {
        this.size = size;
        this.at = at;
        this.sums = new double[size / BLOCK + 1];
        for (int block = 1; block < sums.length; block++) {
            sums[block] = sums[block - 1] + plainSum((block - 1) * BLOCK, block * BLOCK);
        }
    }

    /**
     * The elements of {@code weights} that are not zero.
     *
     * @throws DataException if one is NaN or infinite
     */
    static SortedWeights of(float[] weights) {
        int count = countNonZero(weights);
        float[] values = new float[count];
        int next = 0;
        for (float weight : weights) {
            if (weight != 0) {
                values[next++] = weight;
            }
        }
        Arrays.parallelSort(values);
        return new SortedWeights(count, i -> values[i]);
    }

    /**
     * How many {@code weights} are neither 0 nor -0.
     *
     * @throws DataException if one is NaN or infinite
     */
    static int countNonZero(float[] weights) {
        int count = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!Float.isFinite(weights[i])) {
                throw new DataException("weight " + i + " is " + weights[i] + ", wanted a finite number to cluster");
            }
            count += weights[i] == 0 ? 0 : 1;
        }
        return count;
    }

    int size() {
        return size;
    }

    double at(int index) {
        return at.applyAsDouble(index);
    }

    /** The distinct weights, ascending; only the first {@code most} + 1 if there are more than {@code most}. */
    double[] distinct(int most) {
        double[] found = new double[Math.min(size, most + 1)];
        int count = 0;
        for (int i = 0; i < size && count < found.length; i++) {
            if (i == 0 || at(i) != at(i - 1)) {
                found[count++] = at(i);
            }
        }
        return Arrays.copyOf(found, count);
    }

    /**
     * How many weights are {@code limit} or less; the search begins at {@code guess} and takes the logarithm of the
     * guess's error.
     */
    int countUpTo(double limit, int guess) {
        int low = guess;
        int high = guess;
        for (int step = 1; high < size && at(high) <= limit; step *= 2) {
            low = high + 1;
            high = step < size - low ? low + step : size;
        }
        for (int step = 1; low > 0 && at(low - 1) > limit; step *= 2) {
            high = low - 1;
            low = step < high ? high - step : 0;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle) <= limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Sum of the first {@code end} weights. */
    double sumUpTo(int end) {
        int block = end / BLOCK;
        return sums[block] + plainSum(block * BLOCK, end);
    }

    /** Mean of the weights {@code from} (inclusive) to {@code to} (exclusive), at least one. */
    double mean(int from, int to) {
        return mean(from, to, sumUpTo(to) - sumUpTo(from));
    }

    /**
     * The same from their {@code sum}. The difference of two long sums may have lost digits, but never so many that the
     * mean leaves its weights.
     */
    double mean(int from, int to, double sum) {
        return Math.clamp(sum / (to - from), at(from), at(to - 1));
    }

    /** Mean of the same weights summed one by one, with no digits lost but to rounding. */
    double plainMean(int from, int to) {
        return mean(from, to, plainSum(from, to));
    }

    private double plainSum(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += at(i);
        }
        return sum;
    }

    /** Sum of the squared distances of the same weights from {@code centroid}. */
    double squaredError(int from, int to, double centroid) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double distance = at(i) - centroid;
            sum += distance * distance;
        }
        return sum;
    }
}
