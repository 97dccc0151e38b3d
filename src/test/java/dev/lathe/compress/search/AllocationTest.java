package dev.lathe.compress.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static Choice choice(int bits, double cost, double loss) {
        return new Choice(new Setting(1, 1, bits), cost, loss);
    }

    private static Map<String, List<Choice>> random(long seed, int layers) {
        Random random = new Random(seed);
        Map<String, List<Choice>> all = new LinkedHashMap<>();
        for (int layer = 0; layer < layers; layer++) {
            List<Choice> choices = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                choices.add(choice(i + 1, 1 + random.nextInt(40), random.nextInt(30) - 2));
            }
            all.put("layer" + layer, choices);
        }
        return all;
    }

    /** Cost and loss of every combination. */
    private static List<double[]> combinations(Map<String, List<Choice>> layers) {
        List<double[]> all = new ArrayList<>(List.of(new double[2]));
        for (List<Choice> choices : layers.values()) {
            List<double[]> more = new ArrayList<>();
            for (double[] one : all) {
                choices.forEach(choice -> more.add(new double[] {one[0] + choice.cost(), one[1] + choice.loss()}));
            }
            all = more;
        }
        return all;
    }

    @Test
    void noCombinationOfItsCostLosesLessThanARung() {
        for (long seed = 0; seed < 60; seed++) {
            Map<String, List<Choice>> layers = random(seed, 4);
            List<double[]> combinations = combinations(layers);
            for (Allocation rung : Allocation.ladder(layers)) {
                double least = combinations.stream()
                        .filter(one -> one[0] <= rung.cost())
                        .mapToDouble(one -> one[1])
                        .min()
                        .orElseThrow();
                assertThat(rung.loss()).as("seed %d", seed).isEqualTo(least);
            }
        }
    }

    @Test
    void everyPriceHasItsRung() {
        for (long seed = 0; seed < 60; seed++) {
            Map<String, List<Choice>> layers = random(seed, 4);
            List<double[]> combinations = combinations(layers);
            List<Allocation> ladder = Allocation.ladder(layers);
            for (double price : new double[] {0, 0.01, 0.3, 1, 2.5, 100}) {
                double best = combinations.stream()
                        .mapToDouble(one -> one[1] + price * one[0])
                        .min()
                        .orElseThrow();
                double found = ladder.stream()
                        .mapToDouble(rung -> rung.loss() + price * rung.cost())
                        .min()
                        .orElseThrow();
                // a sum of eight terms of at most 4000
                assertThat(found).as("seed %d, price %s", seed, price).isCloseTo(best, within(1e-10));
            }
        }
    }

    @Test
    void goesFromLeastLossToLeastCost() {
        Map<String, List<Choice>> layers = random(7, 5);
        List<Allocation> ladder = Allocation.ladder(layers);
        List<double[]> combinations = combinations(layers);
        assertThat(ladder.getFirst().loss())
                .isEqualTo(
                        combinations.stream().mapToDouble(one -> one[1]).min().orElseThrow());
        assertThat(ladder.getLast().cost())
                .isEqualTo(
                        combinations.stream().mapToDouble(one -> one[0]).min().orElseThrow());
        for (int i = 1; i < ladder.size(); i++) {
            assertThat(ladder.get(i).cost()).isLessThan(ladder.get(i - 1).cost());
            assertThat(ladder.get(i).loss())
                    .isGreaterThanOrEqualTo(ladder.get(i - 1).loss());
        }
    }

    @Test
    void aChoiceAboveTheHullIsPassedOver() {
        Map<String, List<Choice>> layers =
                Map.of("conv", List.of(choice(8, 100, 0), choice(6, 80, 5), choice(4, 40, 6), choice(2, 20, 30)));
        assertThat(Allocation.ladder(layers).stream()
                        .map(rung -> rung.settings().get("conv").bits()))
                .containsExactly(8, 4, 2);
    }

    @Test
    void layersWithoutAChoiceAreRefused() {
        assertThatThrownBy(() -> Allocation.ladder(Map.of("conv", List.of())))
                .isInstanceOf(InputException.class)
                .hasMessage("layer 'conv' has no choice");
    }

    @Test
    void theLossOfACombinationIsTheSumOfItsParts() {
        Setting all = new Setting(1.5, 0.3, 4);
        Sensitivity sensitivity = new Sensitivity(
                "conv",
                List.of(new Sensitivity.Effect(1.5, 0.25)),
                List.of(new Sensitivity.Effect(0.6, 1), new Sensitivity.Effect(0.3, 2)),
                List.of(new Sensitivity.Effect(4, 8), new Sensitivity.Effect(3, 16)),
                List.of(
                        new Sensitivity.Cost(Setting.WHOLE, 100),
                        new Sensitivity.Cost(all, 10),
                        new Sensitivity.Cost(new Setting(1, 0.6, 3), 20)));
        assertThat(sensitivity.choices())
                .containsExactly(
                        new Choice(Setting.WHOLE, 100, 0),
                        new Choice(all, 10, 10.25),
                        new Choice(new Setting(1, 0.6, 3), 20, 17));
    }
}
