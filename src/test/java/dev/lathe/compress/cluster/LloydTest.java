package dev.lathe.compress.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LloydTest {
    private final SortedWeights weights = T10.sorted();

    @Test
    void theWeightsAreTheseOfTheVector() {
        assertThat(T10.weights())
                .startsWith(
                        new double[] {-0.0228288073, -0.0202340482, 0.0609372310, 0.1027319919},
                        within(T10.CENTROID_DIGITS));
        assertThat(weights.at(0)).isCloseTo(T10.LOWEST, within(0.5e-11));
        assertThat(weights.at(63)).isCloseTo(T10.HIGHEST, within(0.5e-11));
    }

    @Test
    void fourCentroidsFromLinearOnes() {
        double[] centroids = Lloyd.settle(weights, Lloyd.linear(weights, 4));
        assertThat(centroids)
                .containsExactly(
                        new double[] {-0.0604635746, -0.0097770150, 0.0601835059, 0.1534689377},
                        within(T10.CENTROID_DIGITS));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0.024864316922, 15 27 21 1",
        "8, 0.006656684405, 1 7 20 14 13 5 3 1",
        "16, 0.001047023419, 1 1 4 4 7 13 5 7 5 6 2 5 3 0 0 1"
    })
    void linear(int clusters, double error, String counts) {
        double[] centroids = Lloyd.settle(weights, Lloyd.linear(weights, clusters));
        assertThat(T10.error(weights, centroids)).isCloseTo(error, within(T10.ERROR_DIGITS));
        assertThat(T10.counts(weights, centroids)).containsExactly(integers(counts));
    }

    @ParameterizedTest
    @CsvSource({"4, 0.016341636691", "8, 0.006557233553", "16, 0.001796129733"})
    void density(int clusters, double error) {
        double[] centroids = Lloyd.settle(weights, Lloyd.density(weights, clusters));
        assertThat(T10.error(weights, centroids)).isCloseTo(error, within(T10.ERROR_DIGITS));
    }

    @Test
    void forgyDrawsDifferentWeights() {
        double[] drawn = Lloyd.forgy(weights, 64, new Random(1));
        for (int i = 0; i < 64; i++) {
            assertThat(drawn[i]).isEqualTo(weights.at(i));
        }
    }

    @Test
    void aWeightBetweenTwoCentroidsBelongsToTheLower() {
        SortedWeights five = T10.sorted(0, 1, 2, 3, 4);
        assertThat(Lloyd.ends(five, new double[] {0, 4})).containsExactly(3, 5);
    }

    @Test
    void anEmptyClusterKeepsItsCentroid() {
        SortedWeights four = T10.sorted(-1, -0.5, 2.5, 3);
        assertThat(Lloyd.settle(four, new double[] {-1, 1, 3})).containsExactly(-0.75, 1, 2.75);
    }

    @Test
    void oneLinearCentroidMovesToTheMean() {
        SortedWeights three = T10.sorted(-1, 2, 5);
        assertThat(Lloyd.settle(three, Lloyd.linear(three, 1))).containsExactly(2);
    }

    private static int[] integers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }
}
