package dev.lathe.compress.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClusteringTest {
    /** Half a unit in the last place of 1. */
    private static final double ROUNDING = 0x1p-24;

    @ParameterizedTest
    @CsvSource({
        "LINEAR, 4, 0.024864316922, 15 27 21 1",
        "LINEAR, 8, 0.006656684405, 1 7 20 14 13 5 3 1",
        "LINEAR, 16, 0.001047023419, 1 1 4 4 7 13 5 7 5 6 2 5 3 0 0 1",
        "DENSITY, 4, 0.016341636691, ",
        "DENSITY, 8, 0.006557233553, ",
        "DENSITY, 16, 0.001796129733, ",
        "OPTIMAL, 4, 0.016288609058, ",
        "OPTIMAL, 8, 0.003639200456, ",
        "OPTIMAL, 16, 0.000628764686, "
    })
    void theVectorInSinglePrecision(Initialisation init, int clusters, double error, String counts) {
        Codebook codebook = new Clustering(clusters, init).share(T10.floats());
        // Weights and centroids, at most 0.16, are rounded, which moves each distance d by no more than m =
        // 2·0.16·2^-24;
        // the sum of (d + m)^2 over 64 weights is at most (sqrt(error) + sqrt(64)·m)^2.
        double moved = 2 * 0.16 * ROUNDING;
        double most = Math.pow(Math.sqrt(error) + 8 * moved, 2);
        assertThat(codebook.squaredError()).isCloseTo(error, within(most - error));
        if (counts != null) {
            int[] wanted =
                    Arrays.stream(counts.split(" ")).mapToInt(Integer::parseInt).toArray();
            assertThat(codebook.counts()).containsExactly(wanted);
        }
    }

    @ParameterizedTest
    @EnumSource
    void codebooksSayWhatApplyingDoes(Initialisation init) {
        float[] weights = T10.floats(T10.normal(7, 1013));
        for (int i = 0; i < weights.length; i += 3) {
            weights[i] = i % 2 == 0 ? 0f : -0f;
        }
        float[] before = weights.clone();
        Codebook codebook = new Clustering(13, init, 5).share(weights);
        assertThat(weights).containsExactly(before);
        float[] shared = codebook.apply(weights);
        int[] indices = codebook.indices(weights);
        assertThat(codebook.weights(indices)).containsExactly(shared);

        int[] counts = new int[13];
        double squaredError = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] == 0) {
                assertThat(indices[i]).isEqualTo(Codebook.ZERO);
                assertThat(Float.floatToRawIntBits(shared[i])).isZero();
            } else {
                counts[indices[i]]++;
                double distance = (double) weights[i] - shared[i];
                squaredError += distance * distance;
                for (float other : codebook.centroids()) {
                    assertThat(Math.abs((double) weights[i] - other)).isGreaterThanOrEqualTo(Math.abs(distance));
                }
            }
        }
        assertThat(codebook.counts()).containsExactly(counts);
        assertThat(codebook.squaredError()).isCloseTo(squaredError, within(1e-12 * squaredError));
        assertThat(codebook.bits()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void fewDistinctWeightsStay(Initialisation init) {
        float[] weights = {0.5f, -2, 0, 0.5f, 7, -2, 0.5f};
        for (int clusters : new int[] {3, 4, 256}) {
            Codebook codebook = new Clustering(clusters, init).share(weights);
            assertThat(codebook.centroids()).containsExactly(-2, 0.5f, 7);
            assertThat(codebook.counts()).containsExactly(2, 3, 1);
            assertThat(codebook.squaredError()).isZero();
            assertThat(codebook.apply(weights)).containsExactly(weights);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sharingAgainChangesNothing(Initialisation init) {
        Clustering clustering = new Clustering(8, init, 1);
        float[] weights = T10.floats();
        float[] once = clustering.share(weights).apply(weights);
        assertThat(clustering.share(once).apply(once)).containsExactly(once);
    }

    @ParameterizedTest
    @EnumSource
    void oneClusterIsTheMean(Initialisation init) {
        Codebook codebook = new Clustering(1, init).share(new float[] {3, 0, -1, 0, 7});
        assertThat(codebook.centroids()).containsExactly(3);
        assertThat(codebook.squaredError()).isEqualTo(32);
        assertThat(codebook.bits()).isZero();
    }

    /** Equal starts leave clusters empty; a lone weight may lie farther off than all others together. */
    @ParameterizedTest
    @EnumSource
    void awkwardWeights(Initialisation init) {
        float[] weights = new float[999];
        Arrays.fill(weights, 0.25f);
        weights[0] = 1e30f;
        weights[1] = -1e-30f;
        weights[2] = 0.5f;
        Codebook codebook = new Clustering(3, init, 2).share(weights);
        float[] shared = codebook.apply(weights);
        assertThat(shared[0]).isEqualTo(1e30f);
        assertThat(Arrays.stream(codebook.counts()).sum()).isEqualTo(999);
    }

    @Test
    void forgyDependsOnItsSeedOnly() {
        float[] weights = T10.floats();
        float[] first =
                new Clustering(8, Initialisation.FORGY, 1).share(weights).centroids();
        assertThat(new Clustering(8, Initialisation.FORGY, 1).share(weights).centroids())
                .containsExactly(first);
        assertThat(new Clustering(8, Initialisation.FORGY, 2).share(weights).centroids())
                .isNotEqualTo(first);
    }

    @Test
    void zerosAloneNeedNoCodebook() {
        float[] zeros = {0, -0f, 0};
        Codebook codebook = new Clustering(4, Initialisation.LINEAR).share(zeros);
        assertThat(codebook.centroids()).isEmpty();
        assertThat(codebook.apply(zeros)).containsExactly(0, 0, 0);
        assertThatThrownBy(() -> codebook.apply(new float[] {0, 1}))
                .isInstanceOf(DataException.class)
                .hasMessage("an empty codebook cannot stand for 1 weights that are not zero");
        assertThat(new Clustering(4, Initialisation.OPTIMAL).share(new float[0]).counts())
                .isEmpty();
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() {
        Clustering clustering = new Clustering(1, Initialisation.LINEAR);
        Codebook codebook = clustering.share(new float[] {1});
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] weights = {1, 0, odd};
            assertThatThrownBy(() -> clustering.share(weights))
                    .isInstanceOf(DataException.class)
                    .hasMessage("weight 2 is " + odd + ", wanted a finite number to cluster");
            assertThatThrownBy(() -> codebook.apply(weights)).isInstanceOf(DataException.class);
        }
    }

    @Test
    void clustersAreCounted() {
        assertThatThrownBy(() -> new Clustering(0, Initialisation.LINEAR)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Clustering(4097, Initialisation.LINEAR))
                .isInstanceOf(InputException.class)
                .hasMessage("weights can be shared by 1 to 4096 clusters, not 4097");
        assertThat(new Clustering(4096, Initialisation.LINEAR).bits()).isEqualTo(12);
        assertThat(new Clustering(17, Initialisation.LINEAR).bits()).isEqualTo(5);
        assertThat(new Clustering(16, Initialisation.LINEAR).bits()).isEqualTo(4);
    }
}
