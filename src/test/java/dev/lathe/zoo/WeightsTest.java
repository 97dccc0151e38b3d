package dev.lathe.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.tensor.Shape;
import org.junit.jupiter.api.Test;

class WeightsTest {
    private static final int COUNT = 100_000;

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values) {
        double mean = mean(values);
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / values.length);
    }

    /** The first numbers of SplitMix64 from seed 0, as its reference program gives them; the top 53 bits count. */
    @Test
    void followsSplitMix64() {
        long[] reference = {0xe220a8397b1dcdafL, 0x6e789e6aa1b965f4L, 0x06c45d188009454fL, 0xf88bb8a8724c81ecL};

        float[] values = new Weights(0).uniform(Shape.of(4), 0, 1).floats();

        for (int i = 0; i < 4; i++) {
            assertThat(values[i]).isEqualTo((float) ((reference[i] >>> 11) * 0x1p-53));
        }
    }

    /** Five standard errors: deviation/sqrt(n) of the mean, deviation/sqrt(2n) of the deviation. */
    @Test
    void normalHasTheMeanAndDeviationAskedFor() {
        float[] values = new Weights(3).normal(Shape.of(COUNT), 2, 0.5).floats();

        assertThat(mean(values)).isCloseTo(2, within(5 * 0.5 / Math.sqrt(COUNT)));
        assertThat(deviation(values)).isCloseTo(0.5, within(5 * 0.5 / Math.sqrt(2.0 * COUNT)));
        for (float value : values) {
            assertThat(Math.abs(value - 2)).isLessThanOrEqualTo(0.5f * 3.4642f);
        }
    }

    @Test
    void heScalesByTheInputsOfOneOutput() {
        float[] values = new Weights(4).he(Shape.of(500, 8, 5, 5)).floats();

        double wanted = Math.sqrt(2.0 / 200);
        assertThat(deviation(values)).isCloseTo(wanted, within(5 * wanted / Math.sqrt(2.0 * COUNT)));
    }
}
