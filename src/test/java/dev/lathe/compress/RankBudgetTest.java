package dev.lathe.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.compress.RankBudget.Sharer;
import dev.lathe.compress.RankRule.Measure;
import dev.lathe.compress.lowrank.Ranks;
import dev.lathe.error.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankBudgetTest {
    /** A layer whose energy beyond rank r falls as {@code decay}^r. */
    private static Sharer sharer(int outputs, int inputs, double decay, int multiple, int minimum) {
        RankSpace space = new RankSpace(new Extents(outputs, inputs, 9, 1, 100, 100), true, multiple, minimum);
        return new Sharer(space, powers(inputs, decay), powers(outputs, decay));
    }

    private static double[] powers(int most, double decay) {
        double[] powers = new double[most + 1];
        Arrays.setAll(powers, rank -> rank == most ? 0 : Math.pow(decay, rank));
        return powers;
    }

    private static List<@Nullable Ranks> share(List<Sharer> sharers, Measure measure, double budget) {
        return RankBudget.share(sharers, measure, budget, ranks -> RankBudget.cost(sharers, measure, ranks));
    }

    private static double whole(List<Sharer> sharers, Measure measure) {
        List<@Nullable Ranks> none = new ArrayList<>();
        sharers.forEach(_ -> none.add(null));
        return RankBudget.cost(sharers, measure, none);
    }

    @ParameterizedTest
    @CsvSource({"MACS, 1.5", "MACS, 3", "PARAMETERS, 2", "PARAMETERS, 6"})
    void theCostComesCloseToTheBudgetFromBelow(Measure measure, double ratio) {
        List<Sharer> sharers = List.of(sharer(40, 30, .9, 1, 1), sharer(64, 40, .95, 1, 1), sharer(24, 64, .8, 1, 1));
        double budget = whole(sharers, measure) / ratio;
        double cost = RankBudget.cost(sharers, measure, share(sharers, measure, budget));
        assertThat(cost).isLessThanOrEqualTo(budget).isGreaterThan(.9 * budget);
    }

    @Test
    void aLayerThatLosesLessGivesMore() {
        List<Sharer> sharers = List.of(sharer(40, 40, .95, 1, 1), sharer(40, 40, .7, 1, 1));
        List<@Nullable Ranks> choice = share(sharers, Measure.MACS, whole(sharers, Measure.MACS) / 3);
        assertThat(choice).doesNotContainNull();
        assertThat(choice.get(0).inputs()).isGreaterThan(choice.get(1).inputs());
        assertThat(choice.get(0).outputs()).isGreaterThan(choice.get(1).outputs());
    }

    @Test
    void ranksAreMultiplesAndNotBelowTheMinimum() {
        List<Sharer> sharers = List.of(sharer(40, 48, .9, 8, 10), sharer(64, 40, .9, 8, 10));
        share(sharers, Measure.MACS, whole(sharers, Measure.MACS) / 2).forEach(ranks -> {
            assertThat(ranks.inputs() % 8).isZero();
            assertThat(ranks.inputs()).isGreaterThanOrEqualTo(16);
            assertThat(ranks.outputs()).isGreaterThanOrEqualTo(16);
        });
    }

    /** No other choice of the same layers and cost loses less: tried one by one on layers of few ranks. */
    @Test
    void noCheaperChoiceLosesLess() {
        List<Sharer> sharers = List.of(sharer(6, 5, .6, 1, 1), sharer(5, 7, .8, 1, 1));
        double budget = whole(sharers, Measure.MACS) / 2;
        List<@Nullable Ranks> choice = share(sharers, Measure.MACS, budget);
        double cost = RankBudget.cost(sharers, Measure.MACS, choice);
        double lost = lost(sharers.get(0), choice.get(0)) + lost(sharers.get(1), choice.get(1));
        for (@Nullable Ranks first : all(sharers.get(0))) {
            for (@Nullable Ranks second : all(sharers.get(1))) {
                List<@Nullable Ranks> other = new ArrayList<>(Arrays.asList(first, second));
                if (RankBudget.cost(sharers, Measure.MACS, other) <= cost) {
                    double otherLost = lost(sharers.get(0), first) + lost(sharers.get(1), second);
                    assertThat(otherLost).as("%s", other).isGreaterThanOrEqualTo(lost - 1e-12);
                }
            }
        }
    }

    private static List<@Nullable Ranks> all(Sharer sharer) {
        List<@Nullable Ranks> all = new ArrayList<>();
        all.add(null);
        for (int i = 1; i <= sharer.space().extents().inputs(); i++) {
            for (int o = 1; o <= sharer.space().extents().outputs(); o++) {
                Ranks ranks = new Ranks(i, o);
                if (sharer.space().shrinks(ranks)) {
                    all.add(ranks);
                }
            }
        }
        return all;
    }

    private static double lost(Sharer sharer, @Nullable Ranks ranks) {
        return ranks == null ? 0 : sharer.loss(ranks);
    }

    /** Where energy falls slowly, giving one layer up altogether would be the cheapest choice by sums of energy. */
    @Test
    void noLayerIsGivenUp() {
        List<Sharer> sharers = List.of(sharer(64, 64, .99, 1, 1), sharer(64, 64, .99, 1, 1));
        share(sharers, Measure.MACS, whole(sharers, Measure.MACS) / 3)
                .forEach(ranks ->
                        assertThat(Math.min(ranks.inputs(), ranks.outputs())).isGreaterThan(10));
    }

    @Test
    void whatCannotBeReachedIsRefused() {
        List<Sharer> sharers = List.of(sharer(6, 5, .6, 1, 4));
        assertThatThrownBy(() -> share(sharers, Measure.MACS, 100))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot bring the cost down");
    }
}
