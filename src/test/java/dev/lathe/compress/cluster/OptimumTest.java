package dev.lathe.compress.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimumTest {
    /** Sums of at most a few thousand squares in double precision differ by less than this, relatively. */
    private static final double SUMMATION = 1e-11;

    @ParameterizedTest
    @CsvSource({"4, 0.016288609058", "8, 0.003639200456", "16, 0.000628764686"})
    void theVector(int clusters, double error) {
        SortedWeights weights = T10.sorted();
        double[] centroids = Optimum.of(weights, clusters);
        assertThat(T10.error(weights, centroids)).isCloseTo(error, within(T10.ERROR_DIGITS));
        assertThat(Lloyd.settle(weights, centroids.clone())).containsExactly(centroids);
    }

    /** Every assignment of up to 7 weights to up to 4 clusters is tried, neighbours or not. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void bruteForce(long seed) {
        Random random = new Random(seed);
        double[] values = random.doubles(2 + random.nextInt(6), -1, 1).toArray();
        SortedWeights weights = T10.sorted(values);
        for (int clusters = 1; clusters <= Math.min(4, values.length); clusters++) {
            double error = T10.error(weights, Optimum.of(weights, clusters));
            assertThat(error).isCloseTo(leastError(values, clusters), within(1e-14));
        }
    }

    private static double leastError(double[] values, int clusters) {
        double least = Double.POSITIVE_INFINITY;
        for (int code = 0; code < Math.pow(clusters, values.length); code++) {
            double[] sums = new double[clusters];
            double[] squares = new double[clusters];
            int[] counts = new int[clusters];
            int rest = code;
            for (double value : values) {
                int cluster = rest % clusters;
                rest /= clusters;
                sums[cluster] += value;
                squares[cluster] += value * value;
                counts[cluster]++;
            }
            double error = 0;
            for (int c = 0; c < clusters; c++) {
                error += counts[c] == 0 ? 0 : squares[c] - sums[c] * sums[c] / counts[c];
            }
            least = Math.min(least, error);
        }
        return least;
    }

    @ParameterizedTest
    @CsvSource({"17, 1", "17, 2", "101, 7", "257, 16", "1009, 33", "4099, 64"})
    void noLocalOptimumIsBetter(int size, int clusters) {
        SortedWeights weights = T10.sorted(T10.normal(size, size));
        double optimum = T10.error(weights, Optimum.of(weights, clusters));
        double most = optimum / (1 - SUMMATION);
        for (double[] start : new double[][] {
            Lloyd.linear(weights, clusters),
            Lloyd.density(weights, clusters),
            Lloyd.forgy(weights, clusters, new Random(1)),
            Lloyd.forgy(weights, clusters, new Random(2))
        }) {
            assertThat(T10.error(weights, Lloyd.settle(weights, start)) * (1 + SUMMATION))
                    .isGreaterThanOrEqualTo(optimum);
        }
        assertThat(T10.error(weights, Lloyd.settle(weights, Optimum.of(weights, clusters))))
                .isLessThanOrEqualTo(most);
    }

    @Test
    void equalWeightsStayTogether() {
        SortedWeights weights = T10.sorted(1, 1, 1, 2, 2, 5, 5, 5, 5, 6);
        assertThat(Optimum.of(weights, 4)).containsExactly(1, 2, 5, 6);
        assertThat(Optimum.of(weights, 2)).containsExactly(1.4, 5.2);
    }

    /** A far offset eats digits of the sums, but not the clusters. */
    @Test
    void weightsFarFromZero() {
        SortedWeights weights = T10.sorted(4096, 4096.5, 4097, 4103, 4104, 4111);
        assertThat(Optimum.of(weights, 3)).containsExactly(4096.5, 4103.5, 4111);
    }

    @ParameterizedTest
    @CsvSource({"300, 4", "300, 16", "3000, 16", "3000, 64"})
    void groupsCostNoMoreThanStated(int most, int clusters) {
        SortedWeights weights = T10.sorted(T10.normal(5, 20011));
        double[] exact = Optimum.of(weights, clusters, Groups.of(weights, weights.size()));
        double[] grouped = Optimum.of(weights, clusters, Groups.of(weights, most));
        int steps = most / 3;
        double height = (weights.at(weights.size() - 1) - weights.at(0)) / steps;
        double held = Math.ceil((double) weights.size() / steps);
        double stated = 0;
        for (int c = 0; c + 1 < clusters; c++) {
            stated += 2 * held * height * (exact[c + 1] - exact[c]);
        }
        double optimum = T10.error(weights, exact);
        double before = T10.error(weights, grouped);
        double after = T10.error(weights, Lloyd.settle(weights, grouped));
        assertThat(before).isBetween(optimum * (1 - SUMMATION), optimum + stated);
        assertThat(after).isBetween(optimum * (1 - SUMMATION), before * (1 + SUMMATION));
    }

    @Test
    void limitsOfGroupsHold() {
        double[] values = new double[9000];
        for (int i = 0; i < values.length; i++) {
            // Runs of equal weights between single ones, half of all within a thousandth of the range.
            int kind = i % 3;
            values[i] = kind == 0 ? i : kind == 1 ? i / 900 : 1e-3 * i;
        }
        SortedWeights weights = T10.sorted(values);
        int most = 300;
        Groups groups = Groups.of(weights, most);
        assertThat(groups.size()).isBetween(most / 3, most);
        assertThat(groups.end(0)).isZero();
        assertThat(groups.end(groups.size())).isEqualTo(values.length);
        double height = (weights.at(values.length - 1) - weights.at(0)) / (most / 3);
        for (int group = 0; group < groups.size(); group++) {
            int from = groups.end(group);
            int to = groups.end(group + 1);
            assertThat(weights.at(to - 1) - weights.at(from)).isLessThanOrEqualTo(height);
            assertThat(to - from <= 90 || weights.at(from) == weights.at(to - 1))
                    .isTrue();
            assertThat(from == 0 || weights.at(from - 1) < weights.at(from)).isTrue();
        }
    }

    @Test
    void errorsOfGroupsAreThoseOfTheirWeights() {
        SortedWeights weights = T10.sorted(T10.normal(3, 1000));
        Groups groups = Groups.of(weights, 90);
        for (int from = 0; from < groups.size(); from += 7) {
            for (int to = from; to <= groups.size(); to += 5) {
                int first = groups.end(from);
                int end = groups.end(to);
                double mean = first == end ? 0 : weights.plainMean(first, end);
                assertThat(groups.error(from, to)).isCloseTo(weights.squaredError(first, end, mean), within(1e-12));
            }
        }
    }
}
