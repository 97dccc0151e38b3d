package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import dev.lathe.error.LimitException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CovarianceTest {
    private static final int SIZE = 13;
    private static final int SAMPLES = 300;

    /** Two orders of a sum of 300 products of magnitude 10. */
    private static final double TOLERANCE = 1e-12;

    private static float[] samples(long seed) {
        Lcg lcg = new Lcg(seed);
        float[] samples = new float[SIZE * SAMPLES];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (lcg.normal() + i % SIZE * 0.25);
        }
        return samples;
    }

    private static double moment(float[] x, int i, float[] y, int j) {
        double sum = 0;
        for (int s = 0; s < SAMPLES; s++) {
            sum += (double) x[s * SIZE + i] * y[s * SIZE + j];
        }
        return sum / SAMPLES;
    }

    private static double mean(float[] x, int i) {
        float[] ones = new float[x.length];
        Arrays.fill(ones, 1);
        return moment(x, i, ones, 0);
    }

    @Test
    void momentsAndMeanOfSamplesInPieces() {
        float[] x = samples(1);
        Covariance covariance = new Covariance(SIZE);
        covariance.add(x, 259);
        covariance.add(Arrays.copyOfRange(x, 259 * SIZE, x.length), SAMPLES - 259);
        assertThat(covariance.samples()).isEqualTo(SAMPLES);
        for (int i = 0; i < SIZE; i++) {
            assertThat(covariance.mean()[i]).isCloseTo(mean(x, i), within(TOLERANCE));
            for (int j = 0; j < SIZE; j++) {
                assertThat(covariance.moments().row(i)[j]).isCloseTo(moment(x, i, x, j), within(TOLERANCE));
                assertThat(covariance.centred().moments().row(i)[j])
                        .isCloseTo(moment(x, i, x, j) - mean(x, i) * mean(x, j), within(TOLERANCE));
            }
        }
        assertThat(covariance.centred().mean()).isEqualTo(covariance.mean());
    }

    @Test
    void momentsOfPairs() {
        float[] x = samples(1);
        float[] y = samples(2);
        CrossCovariance cross = new CrossCovariance(SIZE);
        cross.add(x, y, SAMPLES);
        assertThat(cross.samples()).isEqualTo(SAMPLES);
        for (int i = 0; i < SIZE; i++) {
            assertThat(cross.originalMean()[i]).isCloseTo(mean(x, i), within(TOLERANCE));
            assertThat(cross.compressedMean()[i]).isCloseTo(mean(y, i), within(TOLERANCE));
            for (int j = 0; j < SIZE; j++) {
                assertThat(cross.moments().row(i)[j]).isCloseTo(moment(x, i, y, j), within(TOLERANCE));
                assertThat(cross.centred().moments().row(i)[j])
                        .isCloseTo(moment(x, i, y, j) - mean(x, i) * mean(y, j), within(TOLERANCE));
            }
        }
    }

    @Test
    void theRidgeIsAMillionthOfTheMeanVariance() {
        Covariance covariance = Covariance.of(new Matrix(new double[][] {{4, 1}, {1, 2}}));
        assertThat(covariance.ridge()).isCloseTo(3e-6, within(1e-18));
        assertThat(covariance.sigma().row(0)).containsExactly(4 + covariance.ridge(), 1);
        assertThat(covariance.sigma().row(1)).containsExactly(1, 2 + covariance.ridge());
        assertThat(new Covariance(2).sigma().row(0)).containsExactly(1, 0);
    }

    @Test
    void samplesThatAreNoneAreRefused() {
        Covariance covariance = new Covariance(3);
        assertThatThrownBy(() -> covariance.add(new float[8], 3))
                .isInstanceOf(InputException.class)
                .hasMessage("8 values for 3 samples of 3");
        assertThatThrownBy(() -> covariance.add(new float[] {1, 2, 3, 4, Float.NaN, 6}, 2))
                .isInstanceOf(DataException.class)
                .hasMessage("entry 1 of sample 1 is NaN, wanted finite ones");
        assertThatThrownBy(() -> new Covariance(0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new CrossCovariance(-1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Covariance(Integer.MAX_VALUE))
                .isInstanceOf(LimitException.class)
                .hasMessageStartingWith("a covariance of 2147483647 variables takes 35184372056064 MiB, the heap has ");
    }
}
