package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.compress.lowrank.LayerShape.Cost;
import dev.lathe.error.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rank arithmetic, and what ranks cost. */
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

    @Test
    void roundedToFullVectors() {
        Ranks most = new Ranks(30, 64);
        assertThat(new Ranks(17, 17).rounded(8, most)).isEqualTo(new Ranks(24, 24));
        assertThat(new Ranks(25, 16).rounded(8, most)).isEqualTo(new Ranks(30, 16));
        assertThat(new Ranks(5, 7).rounded(1, most)).isEqualTo(new Ranks(5, 7));
        assertThat(Ranks.rounded(Integer.MAX_VALUE, 16, 100)).isEqualTo(100);
        assertThatThrownBy(() -> Ranks.rounded(5, 0, 9)).isInstanceOf(InputException.class);
    }

    @ParameterizedTest
    @CsvSource({"512, 512, 9, 4", "512, 256, 9, 2.5", "64, 512, 25, 10", "128, 16, 9, 2"})
    void aFixedRate(int outputs, int inputs, int taps, double rate) {
        LayerShape shape = new LayerShape(outputs, inputs, taps, 100, 100);
        Ranks ranks = shape.fixedRate(rate);
        double beta = Math.max(0.8 * outputs / inputs, 1);
        assertThat((double) ranks.outputs()).isCloseTo(beta * ranks.inputs(), within(beta + 1));
        double wanted = shape.whole().parameters() / rate;
        assertThat((double) shape.tucker2(ranks).parameters()).isLessThanOrEqualTo(wanted);
        Ranks next = new Ranks(ranks.inputs() + 1, (int) Math.ceil(beta * (ranks.inputs() + 1)));
        assertThat((double) shape.tucker2(next).parameters()).isGreaterThan(wanted);
        int two = shape.fixedRateOfTwo(rate);
        assertThat((double) shape.tucker1(two).parameters()).isLessThanOrEqualTo(wanted);
        assertThat((double) shape.tucker1(two + 1).parameters()).isGreaterThan(wanted);
    }

    @Test
    void ratesOutOfReachGiveTheLeastAndTheMost() {
        LayerShape shape = new LayerShape(7, 5, 9, 1, 1);
        assertThat(shape.fixedRate(1e9)).isEqualTo(new Ranks(1, 1));
        assertThat(shape.fixedRate(1e-9)).isEqualTo(new Ranks(5, 7));
        assertThat(shape.fixedRateOfTwo(1e9)).isEqualTo(1);
        assertThatThrownBy(() -> shape.fixedRate(0)).isInstanceOf(InputException.class);
    }

    /** Layers of AlexNet; weights and millions of multiply-adds worked out apart from this program. */
    @ParameterizedTest
    @CsvSource({
        // groups, T, S, taps, pixels in and out, R3, R4, weights, decomposed, MMAC, decomposed
        "2, 128, 48, 25, 729, 729, 25, 59, 307200, 91254, 223.95, 66.52",
        "1, 384, 256, 9, 169, 169, 105, 112, 884736, 175728, 149.52, 29.70",
        "2, 192, 192, 9, 169, 169, 49, 46, 663552, 77052, 112.14, 13.02",
        "2, 128, 192, 9, 169, 169, 40, 34, 442368, 48544, 74.76, 8.20",
        "1, 4096, 256, 36, 36, 1, 210, 584, 37748736, 6860864, 37.75, 8.74"
    })
    void costsOfThree(
            int groups,
            int t,
            int s,
            int taps,
            long in,
            long out,
            int r3,
            int r4,
            long weights,
            long fewer,
            double macs,
            double less) {
        LayerShape shape = new LayerShape(t, s, taps, in, out);
        assertCost(shape.whole().times(groups), weights, macs);
        assertCost(shape.tucker2(new Ranks(r3, r4)).times(groups), fewer, less);
    }

    @ParameterizedTest
    @CsvSource({
        "96, 3, 121, 3025, 26, 34848, 11934, 105.42, 36.10",
        "4096, 4096, 1, 1, 301, 16777216, 2465792, 16.78, 2.47",
        "1000, 4096, 1, 1, 195, 4096000, 993720, 4.10, 0.99"
    })
    void costsOfTwo(int t, int s, int taps, long pixels, int rank, long weights, long fewer, double macs, double less) {
        LayerShape shape = new LayerShape(t, s, taps, pixels, pixels);
        assertCost(shape.whole(), weights, macs);
        assertCost(shape.tucker1(rank), fewer, less);
    }

    private static void assertCost(Cost cost, long weights, double millions) {
        assertThat(cost.parameters()).isEqualTo(weights);
        assertThat(cost.macs() / 1e6).isCloseTo(millions, within(0.0051));
    }

    @Test
    void layersOfNothingAreRefused() {
        assertThatThrownBy(() -> new LayerShape(1, 1, 1, 0, 1)).isInstanceOf(InputException.class);
    }
}
