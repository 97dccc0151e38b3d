package dev.lathe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.compress.cluster.Clustering;
import dev.lathe.compress.cluster.Codebook;
import dev.lathe.compress.cluster.Initialisation;
import dev.lathe.compress.prune.Mask;
import dev.lathe.error.InputException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Masks and codebooks while weights move. */
class ConstraintsTest {
    private static final List<Optimiser> OPTIMISERS = List.of(
            new Optimiser.Sgd(0.9, false, Decay.l2(1e-2)),
            new Optimiser.Sgd(0.9, true, Decay.decoupled(1e-2)),
            new Optimiser.Adam(Decay.l2(1e-2)));

    private static Parameters weights(float... values) {
        return Parameters.trained(Map.of("w", Tensor.of(Shape.of(1, values.length), values)));
    }

    private static Map<String, Tensor> gradient(float... values) {
        return Map.of("w", Tensor.of(Shape.of(1, values.length), values));
    }

    private static float[] random(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void prunedWeightsStayZeroWhateverMomentumTheyHad() {
        for (Optimiser optimiser : OPTIMISERS) {
            Random random = new Random(5);
            Parameters weights = weights(random(random, 53));
            Parameter w = weights.get("w");
            OptimiserState state = new OptimiserState(optimiser, weights);
            state.step(weights, new ConstrainedGradients(weights, gradient(random(random, 53))), 0.1);
            float[] pattern = random(random, 53);
            for (int i = 0; i < 53; i += 3) {
                pattern[i] = 0;
            }
            Mask mask = Mask.of("w", pattern);
            w.mask(mask);
            for (int t = 0; t < 10; t++) {
                state.step(weights, new ConstrainedGradients(weights, gradient(random(random, 53))), 0.1);
                assertThat(Mask.of("w", w.tensor().floats())).isEqualTo(mask);
            }
            assertThat(w.density()).isEqualTo(35 / 53.0);
        }
    }

    @Test
    void aWeightThatGrowsAgainStartsWithoutMomentum() {
        Parameters weights = weights(1, 1);
        Parameter w = weights.get("w");
        OptimiserState state = new OptimiserState(new Optimiser.Sgd(0.5, false, Decay.NONE), weights);
        state.step(weights, new ConstrainedGradients(weights, gradient(8, 8)), 0.125);
        w.mask(Mask.of("w", 1f, 0f));
        state.step(weights, new ConstrainedGradients(weights, gradient(0, 8)), 0.125);
        w.mask(Mask.of("w", 1f, 1f));
        assertThat(w.tensor().floats()).containsExactly(-0.5f, 0);
        state.step(weights, new ConstrainedGradients(weights, gradient(0, 0)), 0.125);
        assertThat(w.tensor().floats()).containsExactly(-0.75f, 0);
    }

    /** Figure 3 of Han et al. 2016: sums of gradients by cluster, and centroids after a step of rate 1. */
    @Test
    void theCodebookOfThePaper() {
        float[] values = {
            2.09f, -.98f, 1.48f, .09f, .05f, -.14f, -1.08f, 2.12f, -.91f, 1.92f, 0, -1.03f, 1.87f, 0, 1.53f, 1.49f
        };
        int[] indices = {3, 0, 2, 1, 1, 1, 0, 3, 0, 3, 1, 0, 3, 1, 2, 2};
        float[] gradient = {
            -.03f, -.01f, .03f, .02f, -.01f, .01f, -.02f, .12f, -.01f, .02f, .04f, .01f, -.07f, -.02f, .01f, -.02f
        };
        float[] sums = {-.03f, .04f, .02f, .04f};
        float[] moved = {-.97f, -.04f, 1.48f, 1.96f};

        Parameters weights = weights(values);
        Parameter w = weights.get("w");
        w.share(new Codebook(new float[] {-1, 0, 1.5f, 2}, new int[] {4, 5, 3, 4}, 0), indices);
        ConstrainedGradients gradients = new ConstrainedGradients(weights, gradient(gradient));
        // Five summands of at most 0.12, and one rounding to a float of at most 2.
        double rounding = 5 * 0.12 * 0x1p-24 + 2 * 0x1p-24;
        double squares = 0;
        for (int c = 0; c < 4; c++) {
            squares += sums[c] * sums[c];
        }
        assertThat(gradients.norm()).isCloseTo(Math.sqrt(squares), within(1e-6));
        new OptimiserState(new Optimiser.Sgd(0, false, Decay.NONE), weights).step(weights, gradients, 1);
        for (int i = 0; i < 16; i++) {
            assertThat((double) gradients.of(w)[i]).isCloseTo(sums[indices[i]], within(rounding));
            assertThat((double) w.tensor().floats()[i]).isCloseTo(moved[indices[i]], within(rounding));
        }
        float[] centroids = Objects.requireNonNull(w.codebook()).centroids();
        for (int c = 0; c < 4; c++) {
            assertThat((double) centroids[c]).isCloseTo(moved[c], within(rounding));
        }
    }

    @Test
    void clustersStayTogetherUnderEveryOptimiser() {
        for (Optimiser optimiser : OPTIMISERS) {
            Random random = new Random(11);
            float[] initial = random(random, 101);
            initial[3] = 0;
            initial[50] = 0;
            Parameters weights = weights(initial);
            Parameter w = weights.get("w");
            w.mask(Mask.of("w", initial));
            Codebook codebook = new Clustering(5, Initialisation.LINEAR).share(initial);
            int[] indices = codebook.indices(initial);
            w.share(codebook);
            OptimiserState state = new OptimiserState(optimiser, weights);
            for (int t = 0; t < 20; t++) {
                ConstrainedGradients gradients = new ConstrainedGradients(weights, gradient(random(random, 101)));
                gradients.clip(3);
                state.step(weights, gradients, 0.05);
            }
            Codebook now = Objects.requireNonNull(w.codebook());
            assertThat(w.tensor().floats()).isEqualTo(now.weights(indices));
            assertThat(now.centroids()).isNotEqualTo(codebook.centroids());
            assertThat(w.tensor().floats()[50]).isZero();
        }
    }

    @Test
    void centroidsOfNobodyStay() {
        Parameters weights = weights(1, 2);
        Parameter w = weights.get("w");
        w.share(new Codebook(new float[] {1, 5, 2}, new int[] {1, 0, 1}, 0), new int[] {0, 2});
        new OptimiserState(new Optimiser.Sgd(0, false, Decay.NONE), weights)
                .step(weights, new ConstrainedGradients(weights, gradient(1, 1)), 0.5);
        assertThat(Objects.requireNonNull(w.codebook()).centroids()).containsExactly(0.5f, 5, 1.5f);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Parameter w = weights(1, 2, 3).get("w");
        assertThatThrownBy(() -> w.mask(Mask.of("w", 1f)))
                .isInstanceOf(InputException.class)
                .hasMessage("a mask of 1 weights for parameter 'w' of 3");
        Codebook codebook = new Codebook(new float[] {1, 2}, new int[] {1, 2}, 0);
        assertThatThrownBy(() -> w.share(codebook, new int[] {0, 1})).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> w.share(codebook, new int[] {0, 1, 2}))
                .isInstanceOf(InputException.class)
                .hasMessage("parameter 'w': index 2 is not in the codebook of 2");
        w.share(codebook);
        assertThatThrownBy(() -> w.mask(Mask.of("w", 1f, 0, 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("prune before sharing");
        Tensor tensor = Tensor.of(Shape.of(1), 1f);
        Parameter twice = new Parameter("w", Parameter.Role.TRAINED, tensor);
        assertThatThrownBy(() -> new Parameters(List.of(twice, twice))).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Parameter("i", Parameter.Role.FROZEN, Tensor.of(Shape.of(1), 1L)))
                .isInstanceOf(InputException.class);
    }

    @Test
    void dropoutFollowsTheDensity() {
        float[] pattern = new float[100];
        Arrays.fill(pattern, 0, 9, 1);
        Parameter w = weights(pattern.clone()).get("w");
        assertThat(w.dropout(0.5)).isEqualTo(0.5);
        w.mask(Mask.of("w", pattern));
        assertThat(w.dropout(0.5)).isCloseTo(0.15, within(1e-15));
    }
}
