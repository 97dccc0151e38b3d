package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rank arithmetic. */
class RankRulesTest {
    @ParameterizedTest
    @CsvSource({
        // now, evbmf, share, floor, rank: the whole part of now - share (now - evbmf)
        "64, 10, 0.7, 21, 26",
        "64, 10, 1, 21, 21",
        "64, 10, 1, 1, 10",
        "64, 10, 0, 21, 64",
        "64, 0, 0.7, 21, 64",
        "16, 3, 0.7, 21, 16",
        "101, 50, 0.5, 21, 75"
    })
    void weakenedRanks(int now, int evbmf, double share, int floor, int rank) {
        assertThat(new Weakened(share, floor).rank(now, evbmf)).isEqualTo(rank);
    }

    @Test
    void weakeningNothingKnownIsRefused() {
        assertThatThrownBy(() -> new Weakened(1.5, 21))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("share of 0 to 1");
        assertThatThrownBy(() -> new Weakened(0.5, 0)).isInstanceOf(InputException.class);
    }

    @ParameterizedTest
    @CsvSource({"512, 512, 9, 4", "512, 256, 9, 2.5", "64, 512, 25, 10", "128, 16, 9, 2"})
    void aFixedRate(int outputs, int inputs, int taps, double rate) {
        Ranks ranks = new FixedRate(rate).ofThree(outputs, inputs, taps);
        double beta = Math.max(0.8 * outputs / inputs, 1);
        assertThat((double) ranks.outputs()).isCloseTo(beta * ranks.inputs(), within(beta + 1));
        double wanted = (double) outputs * inputs * taps / rate;
        assertThat(three(outputs, inputs, taps, ranks)).isLessThanOrEqualTo(wanted);
        Ranks next = new Ranks(ranks.inputs() + 1, (int) Math.ceil(beta * (ranks.inputs() + 1)));
        assertThat(three(outputs, inputs, taps, next)).isGreaterThan(wanted);
        int two = new FixedRate(rate).ofTwo(outputs, inputs, taps);
        double perRank = (double) taps * inputs + outputs;
        assertThat(two * perRank).isLessThanOrEqualTo(wanted);
        assertThat((two + 1) * perRank).isGreaterThan(wanted);
    }

    private static double three(int outputs, int inputs, int taps, Ranks ranks) {
        return (double) inputs * ranks.inputs()
                + (double) taps * ranks.inputs() * ranks.outputs()
                + (double) outputs * ranks.outputs();
    }

    @Test
    void ratesOutOfReachGiveTheLeastAndTheMost() {
        assertThat(new FixedRate(1e9).ofThree(7, 5, 9)).isEqualTo(new Ranks(1, 1));
        assertThat(new FixedRate(1e-9).ofThree(7, 5, 9)).isEqualTo(new Ranks(5, 7));
        assertThat(new FixedRate(1e9).ofTwo(7, 5, 9)).isEqualTo(1);
        assertThatThrownBy(() -> new FixedRate(0)).isInstanceOf(InputException.class);
    }
}
