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

    /** Layers of AlexNet; weights and millions of multiply-adds were worked out apart from this program. */
    @Test
    void costsOfThree() {
        LayerShape conv2 = new LayerShape(128, 48, 25, 729, 729);
        assertCost(conv2.whole().times(2), 307_200, 223.95);
        assertCost(conv2.tucker2(new Ranks(25, 59)).times(2), 91_254, 66.52);
        LayerShape conv3 = new LayerShape(384, 256, 9, 169, 169);
        assertCost(conv3.whole(), 884_736, 149.52);
        assertCost(conv3.tucker2(new Ranks(105, 112)), 175_728, 29.70);
        LayerShape conv4 = new LayerShape(192, 192, 9, 169, 169);
        assertCost(conv4.whole().times(2), 663_552, 112.14);
        assertCost(conv4.tucker2(new Ranks(49, 46)).times(2), 77_052, 13.02);
        LayerShape conv5 = new LayerShape(128, 192, 9, 169, 169);
        assertCost(conv5.tucker2(new Ranks(40, 34)).times(2), 48_544, 8.20);
        LayerShape fc6 = new LayerShape(4096, 256, 36, 36, 1);
        assertCost(fc6.whole(), 37_748_736, 37.75);
        assertCost(fc6.tucker2(new Ranks(210, 584)), 6_860_864, 8.74);
    }

    @Test
    void costsOfTwo() {
        LayerShape conv1 = new LayerShape(96, 3, 121, 227 * 227, 3025);
        assertCost(conv1.whole(), 34_848, 105.42);
        assertCost(conv1.tucker1(26), 11_934, 36.10);
        LayerShape fc7 = new LayerShape(4096, 4096, 1, 1, 1);
        assertCost(fc7.whole(), 16_777_216, 16.78);
        assertCost(fc7.tucker1(301), 2_465_792, 2.47);
        LayerShape fc8 = new LayerShape(1000, 4096, 1, 1, 1);
        assertCost(fc8.tucker1(195), 993_720, 0.99);
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
