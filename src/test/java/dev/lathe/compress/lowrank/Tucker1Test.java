package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Tucker1Test {
    /** Rounding both factors to floats. */
    private static final double FLOATS = 1e-6;

    @ParameterizedTest
    @CsvSource({"20, 60, 1, 7", "60, 20, 1, 7", "13, 3, 49, 5", "1, 7, 1, 1"})
    void theErrorIsTheTailOfTheSpectrum(int outputs, int inputs, int taps, int rank) {
        Kernel kernel = Samples.noise(7, outputs, inputs, taps);
        Factors factors = Tucker1.decompose(kernel, rank);
        double tail = Spectrum.ofOutputs(kernel).tail(rank);
        assertThat(factors.error()).isCloseTo(Math.sqrt(tail) / kernel.norm(), within(1e-12));
        double distance = kernel.unfolded().squaredDistance(factors.kernel().unfolded());
        assertThat(Math.sqrt(distance) / kernel.norm()).isCloseTo(factors.error(), within(FLOATS));
    }

    @Test
    void theLayersAreTwoOfOneMagnitude() {
        Kernel kernel = Samples.noise(7, 13, 3, 49);
        Factors factors = Tucker1.decompose(kernel, 5);
        assertThat(factors.inputs()).isEmpty();
        assertThat(factors.ranks()).isEqualTo(new Ranks(3, 5));
        assertThat(factors.layers())
                .extracting(layer -> layer.outputs() + "x" + layer.inputs() + "x" + layer.taps())
                .containsExactly("5x3x49", "13x5x1");
        double[] values = Spectrum.ofOutputs(kernel).values();
        Matrix mixing = Matrix.of(13, 5, factors.outputs()).transposed();
        Matrix core = factors.core().unfolded();
        for (int r = 0; r < 5; r++) {
            assertThat(norm(mixing.row(r))).isCloseTo(Math.sqrt(values[r]), within(1e-12));
            assertThat(norm(core.row(r))).isCloseTo(Math.sqrt(values[r]), within(FLOATS));
        }
    }

    private static double norm(double[] row) {
        return Math.sqrt(new Matrix(new double[][] {row}).squaredNorm());
    }

    @Test
    void fullRankReproducesEvenWhatHasLessRank() {
        Kernel kernel = Samples.noise(9, 40, 3, 9);
        Factors factors = Tucker1.decompose(kernel, 40);
        assertThat(factors.error()).isLessThan(1e-13);
        for (int i = 0; i < kernel.values().length; i++) {
            assertThat((double) factors.kernel().values()[i]).isCloseTo(kernel.values()[i], within(FLOATS));
        }
    }

    @Test
    void ranksOutOfRangeAreRefused() {
        Kernel kernel = Samples.noise(7, 13, 3, 49);
        assertThatThrownBy(() -> Tucker1.decompose(kernel, 14))
                .isInstanceOf(InputException.class)
                .hasMessage("output rank 14 of a kernel, wanted 1 to 13");
        assertThatThrownBy(() -> Tucker1.decompose(kernel, 0)).isInstanceOf(InputException.class);
    }
}
