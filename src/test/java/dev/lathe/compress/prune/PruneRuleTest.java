package dev.lathe.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PruneRuleTest {
    private static Weights row(float... values) {
        return new Weights(Tensor.of(Shape.of(1, values.length), values), 1);
    }

    private static float[] random(long seed, int size) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            // Few distinct magnitudes, so that there are ties.
            values[i] = (float) Math.round(random.nextGaussian() * 8) / 16;
        }
        return values;
    }

    private static Mask one(PruneRule rule, Weights weights) {
        return rule.masks(Map.of("w", weights)).get("w");
    }

    private static List<Integer> kept(Mask mask) {
        return IntStream.range(0, mask.size()).filter(mask::keeps).boxed().toList();
    }

    /** Positions of the {@code count} largest magnitudes, by sorting: of equal ones the first. */
    private static List<Integer> largest(float[] values, int count) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -Math.abs(values[i]))
                        .thenComparing(i -> i))
                .limit(count)
                .sorted()
                .toList();
    }

    @Test
    void thresholdsAreStandardDeviationsOfTheWholeLayer() {
        // Mean 1, deviations -3 -1 1 3 about it: variance 20/4 = 5.
        Weights weights = row(-2, 0, 2, 4);
        double deviation = Math.sqrt(5);
        assertThat(kept(one(new PruneRule.StandardDeviations(1.99 / deviation), weights)))
                .containsExactly(0, 2, 3);
        assertThat(kept(one(new PruneRule.StandardDeviations(2.01 / deviation), weights)))
                .containsExactly(3);
        assertThat(kept(one(new PruneRule.StandardDeviations(0), weights))).containsExactly(0, 1, 2, 3);
    }

    /** |w| < threshold is strict: a weight as large as the threshold stays. */
    @Test
    void aWeightAtTheThresholdStays() {
        Weights weights = row(-1, 1, -1, 1);
        assertThat(one(new PruneRule.StandardDeviations(1), weights).kept()).isEqualTo(4);
        assertThat(one(new PruneRule.StandardDeviations(Math.nextUp(1.0)), weights)
                        .kept())
                .isZero();
        assertThat(one(new PruneRule.StandardDeviations(Math.nextDown(1.0)), weights)
                        .kept())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"0.25, 0.803", "1, 0.317", "1.5, 0.134", "1.75, 0.080", "2, 0.046"})
    void densitiesOfNormalWeights(double q, double density) {
        PruneRule.StandardDeviations rule = new PruneRule.StandardDeviations(q);
        assertThat(rule.expectedDensity()).isCloseTo(density, within(0.0006));

        int size = 100_003;
        Random random = new Random(3);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (0.02 * random.nextGaussian());
        }
        // Five standard deviations of a share of so many draws.
        double spread = 5 * Math.sqrt(density * (1 - density) / size);
        assertThat(one(rule, row(values)).density()).isCloseTo(rule.expectedDensity(), within(spread));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5, 1", "7, 0.5, 4", "13, 0.1, 1", "1000, 0.09, 90", "1000, 0.333, 333", "97, 1, 97", "97, 0, 0"})
    void aDensityIsMetExactly(int size, double density, int count) {
        float[] values = random(size, size);
        Mask mask = one(new PruneRule.Density(density), row(values));
        assertThat(mask.kept()).isEqualTo(count);
        assertThat(kept(mask)).isEqualTo(largest(values, count));
    }

    @Test
    void ofEqualWeightsTheFirstStay() {
        assertThat(kept(one(new PruneRule.Density(0.5), row(1, -1, 1, -1, 2, 0.5f))))
                .containsExactly(0, 1, 4);
        assertThat(kept(one(new PruneRule.Density(0.5), row(0, -0f, 0, 0)))).containsExactly(0, 1);
    }

    @Test
    void magnitudesOfEveryScaleAreOrdered() {
        float[] values = {Float.MIN_VALUE, 1, Math.nextUp(1f), -Float.MAX_VALUE, Float.MIN_NORMAL, -1e-20f, 0};
        for (int count = 1; count <= values.length; count++) {
            Mask mask = one(new PruneRule.Density((double) count / values.length), row(values));
            assertThat(kept(mask)).isEqualTo(largest(values, count));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.1, 0.37, 0.9, 1})
    void globallyAllWeightsCompete(double density) {
        float[] first = random(1, 101);
        float[] second = random(2, 57);
        float[] both = Arrays.copyOf(first, 158);
        System.arraycopy(second, 0, both, 101, 57);
        Map<String, Weights> layers = new LinkedHashMap<>();
        layers.put("first", row(first));
        layers.put("second", row(second));
        Map<String, Mask> masks = new PruneRule.Global(density).masks(layers);
        assertThat(masks.keySet()).containsExactly("first", "second");

        List<Integer> wanted = largest(both, (int) Math.round(density * 158));
        assertThat(kept(masks.get("first")))
                .isEqualTo(wanted.stream().filter(i -> i < 101).toList());
        assertThat(kept(masks.get("second")))
                .isEqualTo(
                        wanted.stream().filter(i -> i >= 101).map(i -> i - 101).toList());
    }

    @Test
    void twoOfFourAlongTheInputs() {
        // [k, c, r, s] = [2, 7, 1, 3]: blocks of channels 0-3 and 4-6 for each filter and tap.
        float[] values = random(9, 42);
        Weights weights = new Weights(Tensor.of(Shape.of(2, 7, 1, 3), values), 1);
        Mask mask = one(new PruneRule.NofM(2, 4), weights);
        for (int filter = 0; filter < 2; filter++) {
            for (int tap = 0; tap < 3; tap++) {
                int line = filter * 21 + tap;
                assertThat(keptOf(mask, line, 3, 0, 4)).isEqualTo(largest(lineOf(values, line, 3, 0, 4), 2));
                // ceil(2·3/4) = 2 of the last three.
                assertThat(keptOf(mask, line, 3, 4, 7)).isEqualTo(largest(lineOf(values, line, 3, 4, 7), 2));
            }
        }
        assertThat(mask.kept()).isEqualTo(2 * 3 * 4);
    }

    private static float[] lineOf(float[] values, int line, int step, int from, int to) {
        float[] block = new float[to - from];
        for (int i = from; i < to; i++) {
            block[i - from] = values[line + i * step];
        }
        return block;
    }

    private static List<Integer> keptOf(Mask mask, int line, int step, int from, int to) {
        return IntStream.range(from, to)
                .filter(i -> mask.keeps(line + i * step))
                .map(i -> i - from)
                .boxed()
                .toList();
    }

    @Test
    void blocksOfMatricesGoDownTheirRows() {
        // [k, n] = [5, 2], inputs along axis 0: column 0 is 1 4 2 3 9, column 1 is 5 5 5 5 0.
        Weights weights = new Weights(Tensor.of(Shape.of(5, 2), 1f, 5, 4, 5, 2, 5, 3, 5, 9, 0), 0);
        assertThat(kept(one(new PruneRule.NofM(1, 2), weights))).containsExactly(1, 2, 5, 6, 8, 9);
        assertThat(one(new PruneRule.NofM(4, 4), weights).density()).isEqualTo(1);
    }

    @Test
    void densitiesPerLayer() {
        Map<String, Weights> layers = new LinkedHashMap<>();
        layers.put("a", row(1, 2, 3, 4));
        layers.put("b", row(4, 3, 2, 1));
        layers.put("c", row(0, 1, 0, 1));
        Map<String, Mask> masks = new PruneRule.PerLayer(Map.of("a", 0.25, "b", 0.5)).masks(layers);
        assertThat(kept(masks.get("a"))).containsExactly(3);
        assertThat(kept(masks.get("b"))).containsExactly(0, 1);
        assertThat(masks.get("c").density()).isEqualTo(1);
        assertThatThrownBy(() -> new PruneRule.PerLayer(Map.of("fc6", 0.5)).masks(layers))
                .isInstanceOf(InputException.class)
                .hasMessage("a density is given for 'fc6', which is none of the layers a, b, c");
    }

    @Test
    void onlyTheFrontOfALongerArrayCounts() {
        Weights weights = new Weights(Tensor.of(Shape.of(1, 3), 3f, 1, 2, 99, Float.NaN), 1);
        assertThat(kept(one(new PruneRule.Density(0.34), weights))).containsExactly(0);
        assertThat(kept(one(new PruneRule.StandardDeviations(1.9), weights))).containsExactly(0, 2);
    }

    @Test
    void rulesRefuseWhatMakesNoSense() {
        assertThatThrownBy(() -> new PruneRule.StandardDeviations(-1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new PruneRule.StandardDeviations(Double.NaN)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new PruneRule.Density(1.01))
                .isInstanceOf(InputException.class)
                .hasMessage("the share of weights to keep is in 0..1, not 1.01");
        assertThatThrownBy(() -> new PruneRule.Global(Double.NaN)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new PruneRule.NofM(3, 2)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new PruneRule.PerLayer(Map.of("a", -0.5))).isInstanceOf(InputException.class);
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() {
        Map<String, Weights> layers = Map.of("fc6", row(1, Float.NaN));
        for (PruneRule rule : List.of(
                new PruneRule.StandardDeviations(1),
                new PruneRule.Density(0.5),
                new PruneRule.Global(0.5),
                new PruneRule.NofM(1, 2),
                new PruneRule.PerLayer(Map.of()))) {
            assertThatThrownBy(() -> rule.masks(layers))
                    .isInstanceOf(DataException.class)
                    .hasMessage("weight 1 of 'fc6' is NaN, wanted a finite number to prune");
        }
    }
}
