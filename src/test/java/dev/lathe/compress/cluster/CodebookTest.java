package dev.lathe.compress.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.DataException;
import dev.lathe.error.ShapeException;
import org.junit.jupiter.api.Test;

class CodebookTest {
    /** Figure 3 of Han et al. 2016: 16 weights, four centroids, a step of gradient descent with rate 1. */
    private static final int[] INDICES = {3, 0, 2, 1, 1, 1, 0, 3, 0, 3, 1, 0, 3, 1, 2, 2};

    private static final float[] WEIGHTS = {
        2.09f, -0.98f, 1.48f, 0.09f, 0.05f, -0.14f, -1.08f, 2.12f, -0.91f, 1.92f, 0, -1.03f, 1.87f, 0, 1.53f, 1.49f
    };

    private static final float[] GRADIENTS = {
        -0.03f, -0.01f, 0.03f, 0.02f, -0.01f, 0.01f, -0.02f, 0.12f, -0.01f, 0.02f, 0.04f, 0.01f, -0.07f, -0.02f, 0.01f,
        -0.02f
    };

    private final Codebook figure = new Codebook(new float[] {-1, 0, 1.5f, 2}, new int[] {4, 5, 3, 4}, 0);

    /** What single precision makes of sums of numbers below 2.5. */
    private static final double ROUNDING = 4 * 2.5 * 0x1p-24;

    @Test
    void aStepMovesEachCentroidByTheSumOfItsGradients() {
        double[] gradient = figure.gradient(INDICES, GRADIENTS);
        assertThat(gradient).containsExactly(new double[] {-0.03, 0.04, 0.02, 0.04}, within(ROUNDING));
        float[] moved = figure.centroids().clone();
        for (int c = 0; c < moved.length; c++) {
            moved[c] -= (float) gradient[c];
        }
        Codebook next = figure.withCentroids(moved);
        assertThat(next.centroids())
                .containsExactly(new float[] {-0.97f, -0.04f, 1.48f, 1.96f}, within((float) ROUNDING));
        assertThat(next.counts()).containsExactly(figure.counts());
        assertThat(next.squaredError()).isNaN();
        assertThat(next.weights(INDICES)[0]).isEqualTo(moved[3]);
        assertThat(next.weights(INDICES)[15]).isEqualTo(moved[2]);
    }

    /** The figure has zeros in a cluster; here they belong to none, and everything else agrees. */
    @Test
    void theNearestCentroidsAreThoseOfTheFigure() {
        int[] wanted = INDICES.clone();
        wanted[10] = Codebook.ZERO;
        wanted[13] = Codebook.ZERO;
        assertThat(figure.indices(WEIGHTS)).containsExactly(wanted);
    }

    @Test
    void zerosHaveNoGradient() {
        Codebook codebook = new Codebook(new float[] {1, 2}, new int[] {1, 1}, 0);
        assertThat(codebook.gradient(new int[] {Codebook.ZERO, 1, 0, 1}, new float[] {100, 1, 2, 4}))
                .containsExactly(2, 5);
        assertThat(codebook.weights(new int[] {Codebook.ZERO, 1, 0})).containsExactly(0, 2, 1);
    }

    @Test
    void theRateOfThePaper() {
        assertThat(Codebook.rate(16, 32, 4)).isCloseTo(3.2, within(1e-15));
    }

    @Test
    void bits() {
        int[] clusters = {0, 1, 2, 3, 4, 5, 8, 9, 16, 32, 255, 256, 257};
        int[] bits = {0, 0, 1, 2, 2, 3, 3, 4, 4, 5, 8, 8, 9};
        for (int i = 0; i < clusters.length; i++) {
            assertThat(Codebook.bits(clusters[i]))
                    .as("%d clusters", clusters[i])
                    .isEqualTo(bits[i]);
        }
    }

    @Test
    void movedCentroidsOutOfOrderHaveNoNearest() {
        Codebook moved = figure.withCentroids(new float[] {-1, 0, 2.5f, 2});
        assertThat(moved.weights(new int[] {2, 3})).containsExactly(2.5f, 2);
        assertThatThrownBy(() -> moved.apply(WEIGHTS))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("centroid 2 is 2.5 and the next 2.0");
    }

    @Test
    void lengthsHaveToFit() {
        assertThatThrownBy(() -> figure.gradient(new int[3], new float[4])).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> figure.withCentroids(new float[3])).isInstanceOf(ShapeException.class);
    }
}
