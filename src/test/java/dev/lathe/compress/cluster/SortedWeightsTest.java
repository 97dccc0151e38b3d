package dev.lathe.compress.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SortedWeightsTest {
    private static final int BIG = 130;

    @Test
    void zerosAreLeftOutAndTheRestAscends() {
        SortedWeights weights = SortedWeights.of(new float[] {3, 0, -1, -0f, 2, -1});
        assertThat(weights.size()).isEqualTo(4);
        assertThat(new double[] {weights.at(0), weights.at(1), weights.at(2), weights.at(3)})
                .containsExactly(-1, -1, 2, 3);
        assertThat(weights.distinct(5)).containsExactly(-1, 2, 3);
        assertThat(weights.distinct(2)).containsExactly(-1, 2, 3);
        assertThat(weights.distinct(1)).containsExactly(-1, 2);
    }

    @Test
    void everyGuessFindsTheSameCount() {
        SortedWeights weights = T10.sorted(1, 1, 2, 3, 3, 3, 5, 8, 8, 9, 9, 9, 13);
        double[] limits = {0, 1, 1.5, 2, 3, 4, 8, 9, 12.9, 13, 14};
        int[] counts = {0, 2, 2, 3, 6, 6, 9, 12, 12, 13, 13};
        for (int guess = 0; guess <= 13; guess++) {
            for (int i = 0; i < limits.length; i++) {
                assertThat(weights.countUpTo(limits[i], guess))
                        .as("up to %s from %d", limits[i], guess)
                        .isEqualTo(counts[i]);
            }
        }
    }

    @Test
    void partialSumsGiveTheSameMeans() {
        double[] values = T10.normal(4, 1000);
        SortedWeights weights = T10.sorted(values);
        Arrays.sort(values);
        for (int from : new int[] {0, 1, 63, 64, 65, 500}) {
            for (int to : new int[] {501, 575, 576, 577, 999, 1000}) {
                double mean = Arrays.stream(values, from, to).average().orElseThrow();
                assertThat(weights.mean(from, to)).isCloseTo(mean, within(1e-14));
                assertThat(weights.plainMean(from, to)).isCloseTo(mean, within(1e-14));
            }
        }
    }

    /** Beside a sum of -1.28e8 the weight 1e-12 is lost; the mean of that weight alone must not be. */
    @Test
    void aMeanNeverLeavesItsWeights() {
        double[] values = new double[BIG];
        Arrays.fill(values, -1e6);
        values[BIG - 2] = 1e-12;
        values[BIG - 1] = 1;
        SortedWeights weights = T10.sorted(values);
        assertThat(weights.mean(BIG - 2, BIG - 1)).isEqualTo(1e-12);
    }
}
