package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import org.junit.jupiter.api.Test;

class SpectrumTest {
    private static final Spectrum SPECTRUM = new Spectrum(3, 5, new double[] {3, 2, 1}, 14);

    @Test
    void tailsAndShares() {
        assertThat(SPECTRUM.tail(0)).isEqualTo(14);
        assertThat(SPECTRUM.tail(1)).isEqualTo(5);
        assertThat(SPECTRUM.tail(3)).isZero();
        assertThat(SPECTRUM.energyRank(0)).isZero();
        assertThat(SPECTRUM.energyRank(9 / 14.0)).isEqualTo(1);
        assertThat(SPECTRUM.energyRank(0.65)).isEqualTo(2);
        assertThat(SPECTRUM.energyRank(1)).isEqualTo(3);
        assertThatThrownBy(() -> SPECTRUM.tail(4)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> SPECTRUM.energyRank(1.01))
                .isInstanceOf(InputException.class)
                .hasMessage("a share of 1.01 of the energy, wanted 0 to 1");
    }

    @Test
    void valuesThatWereLeftOutCountAsNoise() {
        Spectrum cut = new Spectrum(3, 5, new double[] {3, 2}, 14);
        assertThat(cut.tail(1)).isEqualTo(5);
        assertThat(cut.tail(2)).isEqualTo(1);
        assertThat(cut.energyRank(1)).isEqualTo(2);
    }

    @Test
    void bothUnfoldingsHaveTheKernelsNorm() {
        Kernel kernel = Samples.noise(4, 30, 2, 9);
        Spectrum outputs = Spectrum.ofOutputs(kernel);
        Spectrum inputs = Spectrum.ofInputs(kernel);
        assertThat(outputs.rows()).isEqualTo(18);
        assertThat(outputs.columns()).isEqualTo(30);
        assertThat(inputs.rows()).isEqualTo(2);
        assertThat(inputs.columns()).isEqualTo(270);
        double norm = kernel.norm();
        for (Spectrum spectrum : new Spectrum[] {outputs, inputs}) {
            assertThat(spectrum.values()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
            assertThat(spectrum.squaredNorm()).isCloseTo(norm * norm, within(1e-9));
            assertThat(spectrum.tail(0)).isCloseTo(norm * norm, within(1e-9));
        }
    }

    @Test
    void zerosHaveNoEnergy() {
        Spectrum zeros = Spectrum.ofOutputs(new Kernel(3, 2, 4, new float[24]));
        assertThat(zeros.energyRank(1)).isZero();
        assertThat(zeros.tail(0)).isZero();
    }

    @Test
    void moreRowsThanColumnsAreRefused() {
        assertThatThrownBy(() -> new Spectrum(6, 5, new double[] {1}, 1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Spectrum(2, 5, new double[3], 1)).isInstanceOf(InputException.class);
    }
}
