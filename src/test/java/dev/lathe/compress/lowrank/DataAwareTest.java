package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected errors come from an independent program, printed to eight digits and computed without a ridge. */
class DataAwareTest {
    private static final Offset<Double> EIGHT_DIGITS = within(6e-9);

    /** The ridge of 1e-6 and the rounding of kernels to floats. */
    private static final Offset<Double> RIDGE = within(2e-6);

    private static final Kernel T9 = Kernel.of(Samples.t9(), 9);
    private static final Stop TO_THE_END = new Stop(0, 100);

    /** Channels correlated by 0.8 to the power of their distance, taps of a 3x3 window by 0.6. */
    private static Matrix sigma() {
        Matrix sigma = Matrix.zeros(12 * 9, 12 * 9);
        for (int i = 0; i < sigma.height(); i++) {
            for (int j = 0; j < sigma.height(); j++) {
                int taps = Math.abs(i % 9 / 3 - j % 9 / 3) + Math.abs(i % 3 - j % 3);
                sigma.row(i)[j] = Math.pow(0.8, Math.abs(i / 9 - j / 9)) * Math.pow(0.6, taps);
            }
        }
        return sigma;
    }

    @ParameterizedTest
    @CsvSource({
        "8, 6, 0.69146364, 0.47121839, 0.41405791, 0.40450398",
        "4, 3, 0.86116365, 0.66331457, 0.63382097, 0.62143169"
    })
    void errorsAreThoseOfTheFigures(int r4, int r3, double hooi, double outputs, double whitened, double last) {
        Ranks ranks = new Ranks(r3, r4);
        Factors blind = Tucker2.decompose(Samples.t9(), 9, ranks, TO_THE_END);
        assertThat(DataAware.error(T9, blind.kernel(), Covariance.of(sigma()))).isCloseTo(hooi, RIDGE);
        Alternation alternation = new Alternation(Samples.t9(), 9, sigma());
        assertThat(alternation.outputs(Matrix.of(12, r3, blind.inputs()), r4).error())
                .isCloseTo(outputs, EIGHT_DIGITS);
        assertThat(alternation.outputs(alternation.whitened(r3), r4).error()).isCloseTo(whitened, EIGHT_DIGITS);
        assertThat(alternation.decompose(ranks, TO_THE_END).error()).isCloseTo(last, EIGHT_DIGITS);
    }

    @Test
    void theErrorNeverRises() {
        Alternation alternation = new Alternation(Samples.t9(), 9, sigma());
        Alternation.Step step = alternation.outputs(alternation.whitened(5), 7);
        for (int sweep = 1; sweep <= 20; sweep++) {
            Alternation.Step next = alternation.outputs(alternation.inputs(step), 7);
            assertThat(next.error()).as("after %d sweeps", sweep).isLessThanOrEqualTo(step.error() + 1e-15);
            step = next;
        }
    }

    @Test
    void theErrorIsThatOfTheKernelTheFactorsStandFor() {
        Covariance covariance = Covariance.of(sigma());
        Factors factors = DataAware.decompose(T9, covariance, new Ranks(6, 8), Stop.DEFAULT);
        assertThat(factors.error())
                .isCloseTo(DataAware.error(T9, factors.kernel(), covariance), within(1e-6))
                .isBetween(0.4045, 0.4047);
        assertThat(factors.layers()).hasSize(3);
        Matrix u3 = Matrix.of(12, 6, factors.inputs()).transposed();
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                assertThat(u3.gram().row(i)[j]).isCloseTo(i == j ? 1 : 0, within(1e-12));
            }
        }
    }

    /** Moving any factor a little makes the error larger: the gradient vanishes in each. */
    @Test
    void nothingNearbyIsBetter() {
        Covariance covariance = Covariance.of(sigma());
        Factors factors = DataAware.decompose(T9, covariance, new Ranks(6, 8), TO_THE_END);
        Random random = new Random(4);
        for (int trial = 0; trial < 20; trial++) {
            Factors moved = new Factors(
                    0,
                    moved(factors.inputs(), random),
                    new Kernel(8, 6, 9, moved(factors.core().values(), random)),
                    moved(factors.outputs(), random),
                    0);
            assertThat(DataAware.error(T9, moved.kernel(), covariance)).isGreaterThan(factors.error());
        }
    }

    private static double[] moved(double[] values, Random random) {
        double[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += 0.01 * random.nextGaussian();
        }
        return moved;
    }

    private static float[] moved(float[] values, Random random) {
        float[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (0.01 * random.nextGaussian());
        }
        return moved;
    }

    @Test
    void withoutCorrelationsItIsTheBlindDecomposition() {
        Matrix identity = Matrix.zeros(108, 108);
        for (int i = 0; i < 108; i++) {
            identity.row(i)[i] = 1;
        }
        Factors aware = new Alternation(Samples.t9(), 9, identity).decompose(new Ranks(3, 4), TO_THE_END);
        assertThat(aware.error())
                .isCloseTo(
                        Tucker2.decompose(Samples.t9(), 9, new Ranks(3, 4), TO_THE_END)
                                .error(),
                        within(1e-9));
    }

    @Test
    void fullRanksReproduceTheKernel() {
        Covariance covariance = Covariance.of(sigma());
        Factors factors = DataAware.decompose(T9, covariance, new Ranks(12, 16), Stop.DEFAULT);
        // solving with Sigma, whose condition is some 1e4, leaves so much of 1e-16
        assertThat(factors.error()).isLessThan(1e-11);
        assertThat(DataAware.error(T9, factors.kernel(), covariance)).isLessThan(1e-6);
        assertThat(DataAware.decompose(T9, covariance, 16).error()).isLessThan(1e-11);
    }

    @Test
    void ofAMatrixTheErrorIsTheTailOfItsWhitenedSpectrum() {
        Kernel matrix = Samples.noise(6, 20, 108, 1);
        Covariance covariance = Covariance.of(sigma());
        Factors factors = DataAware.decompose(matrix, covariance, new Ranks(9, 7), Stop.DEFAULT);
        Spectrum spectrum = DataAware.outputSpectrum(matrix, covariance);
        assertThat(factors.layers()).hasSize(2);
        assertThat(factors.error())
                .isCloseTo(Math.sqrt(spectrum.tail(7) / spectrum.squaredNorm()), within(1e-12))
                .isCloseTo(DataAware.error(matrix, factors.kernel(), covariance), within(1e-6))
                .isLessThan(DataAware.error(matrix, Tucker1.decompose(matrix, 7).kernel(), covariance));
        assertThat(DataAware.inputSpectrum(matrix, covariance).values())
                .containsExactly(spectrum.values(), within(1e-9));
    }

    @Test
    void spectraOfAKernelBoundItsError() {
        Covariance covariance = Covariance.of(sigma());
        Spectrum outputs = DataAware.outputSpectrum(T9, covariance);
        Spectrum inputs = DataAware.inputSpectrum(T9, covariance);
        assertThat(outputs.rows()).isEqualTo(16);
        assertThat(outputs.columns()).isEqualTo(108);
        assertThat(inputs.rows()).isEqualTo(12);
        assertThat(inputs.columns()).isEqualTo(144);
        double error = DataAware.decompose(T9, covariance, new Ranks(12, 8), Stop.DEFAULT)
                .error();
        assertThat(error * error * outputs.squaredNorm()).isCloseTo(outputs.tail(8), within(1e-9));
    }

    @Test
    void theTargetUndoesWhatEarlierLayersDid() {
        Random random = new Random(9);
        Kernel kernel = Samples.noise(3, 5, 4, 9);
        float[] original = new float[400 * 36];
        float[] compressed = new float[original.length];
        for (int i = 0; i < original.length; i++) {
            original[i] = (float) random.nextGaussian();
            compressed[i] = 0.5f * original[i];
        }
        CrossCovariance cross = new CrossCovariance(36);
        cross.add(original, compressed, 400);
        Covariance covariance = new Covariance(36);
        covariance.add(compressed, 400);
        Kernel target = DataAware.target(kernel, cross, covariance);
        for (int i = 0; i < target.values().length; i++) {
            // the ridge pulls towards the kernel by a millionth
            assertThat((double) target.values()[i]).isCloseTo(2 * kernel.values()[i], within(2e-5));
        }
    }

    @Test
    void theTargetLosesLeast() {
        Random random = new Random(10);
        int n = 18;
        Kernel kernel = Samples.noise(3, 5, 2, 9);
        float[] original = new float[250 * n];
        float[] compressed = new float[original.length];
        for (int i = 0; i < original.length; i++) {
            original[i] = (float) random.nextGaussian();
            compressed[i] = (float) (0.8 * original[i] + 0.3 * original[i / n * n] + 0.4 * random.nextGaussian());
        }
        CrossCovariance cross = new CrossCovariance(n);
        cross.add(original, compressed, 250);
        Covariance covariance = new Covariance(n);
        covariance.add(compressed, 250);
        Kernel target = DataAware.target(kernel, cross, covariance);
        double least = loss(kernel, original, target, compressed);
        assertThat(least).isLessThan(0.9 * loss(kernel, original, kernel, compressed));
        for (int trial = 0; trial < 20; trial++) {
            Kernel moved = new Kernel(5, 2, 9, moved(target.values(), random));
            assertThat(loss(kernel, original, moved, compressed)).isGreaterThan(least);
        }
    }

    /** Squared difference of outputs, over 250 samples of 18. */
    private static double loss(Kernel kernel, float[] x, Kernel other, float[] y) {
        Matrix wanted = new Rows(x, 250, 18).block(0).times(kernel.unfolded().transposed());
        Matrix got = new Rows(y, 250, 18).block(0).times(other.unfolded().transposed());
        return wanted.squaredDistance(got);
    }

    @Test
    void theBiasTakesUpTheMean() {
        Kernel kernel = new Kernel(2, 3, 1, new float[] {1, 2, 3, 4, 5, 6});
        Kernel approximation = new Kernel(2, 3, 1, new float[] {1, 2, 2, 4, 4, 6});
        Covariance covariance = new Covariance(3);
        covariance.add(new float[] {1, 2, 3, 3, 4, 5}, 2);
        assertThat(DataAware.shift(kernel, approximation, covariance)).containsExactly(4, 3);
        CrossCovariance cross = new CrossCovariance(3);
        cross.add(new float[] {1, 2, 3, 3, 4, 5}, new float[] {1, 1, 1, 1, 1, 1}, 2);
        assertThat(DataAware.shift(kernel, approximation, cross)).containsExactly(20 - 5, 47 - 14);
    }

    @Test
    void inputsThatAreAlwaysZeroDoNoHarm() {
        Covariance zeros = new Covariance(108);
        Factors factors = DataAware.decompose(T9, zeros, new Ranks(3, 4), Stop.DEFAULT);
        assertThat(factors.error())
                .isCloseTo(Tucker2.decompose(T9, new Ranks(3, 4), Stop.DEFAULT).error(), within(1e-3));
        Kernel nothing = new Kernel(16, 12, 9, new float[16 * 12 * 9]);
        assertThat(DataAware.decompose(nothing, Covariance.of(sigma()), new Ranks(3, 4), Stop.DEFAULT)
                        .kernel()
                        .values())
                .containsOnly(0);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Covariance covariance = new Covariance(107);
        assertThatThrownBy(() -> DataAware.decompose(T9, covariance, new Ranks(3, 4), Stop.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessage("a covariance of 107 variables for a kernel of 16x12x9 weights, wanted 108");
        assertThatThrownBy(() -> DataAware.decompose(T9, Covariance.of(sigma()), new Ranks(13, 4), Stop.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessage("input rank 13 of a kernel, wanted 1 to 12");
        assertThatThrownBy(() -> DataAware.error(T9, Samples.noise(1, 12, 16, 9), Covariance.of(sigma())))
                .isInstanceOf(InputException.class)
                .hasMessage("an approximation of 12x16x9 weights for a kernel of 16x12x9");
    }
}
