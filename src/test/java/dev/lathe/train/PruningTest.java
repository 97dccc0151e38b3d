package dev.lathe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.compress.prune.Mask;
import dev.lathe.error.InputException;
import dev.lathe.error.ShapeException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruningTest {
    private static final DensitySchedule AT_ONCE = new DensitySchedule.OneShot(0);

    private static Parameters weights(float... values) {
        return Parameters.trained(Map.of("w", Tensor.of(Shape.of(1, values.length), values)));
    }

    private static Map<String, Tensor> gradient(float... values) {
        return Map.of("w", Tensor.of(Shape.of(1, values.length), values));
    }

    private static Pruning each(DensitySchedule schedule, double density, double regrowth) {
        return new Pruning(schedule, new PruneTarget.EachLayer(Map.of("w", density)), 1, regrowth);
    }

    /** Half of the way the cube leaves 1/8, at 3/4 1/64: 0.1 + 0.9·1/8 = 0.2125 and 0.1 + 0.9/64. */
    @ParameterizedTest
    @CsvSource({"0, 1", "2, 1", "4, 0.2125", "5, 0.1140625", "6, 0.1", "9, 0.1"})
    void cubicDensities(double time, double density) {
        assertThat(new DensitySchedule.Cubic(2, 6).density(0.1, time)).isCloseTo(density, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"0.99, 1", "1, 0.4", "2.9, 0.4", "3, 0.16", "5, 0.064", "50, 0.064"})
    void iterativeDensitiesKeepTheSameShareEachRound(double time, double density) {
        DensitySchedule.Iterative schedule = new DensitySchedule.Iterative(1, 2, 3);
        assertThat(schedule.end()).isEqualTo(5);
        assertThat(schedule.density(0.064, time)).isCloseTo(density, within(1e-15));
    }

    @Test
    void oneShotDensities() {
        assertThat(new DensitySchedule.OneShot(3).density(0.25, 2.99)).isEqualTo(1);
        assertThat(new DensitySchedule.OneShot(3).density(0.25, 3)).isEqualTo(0.25);
        assertThat(new DensitySchedule.OneShot(3).end()).isEqualTo(3);
    }

    @Test
    void schedulesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new DensitySchedule.Cubic(2, 2))
                .isInstanceOf(InputException.class)
                .hasMessage("pruning from epoch 2.0 ends later, not at 2.0");
        assertThatThrownBy(() -> new DensitySchedule.OneShot(-1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new DensitySchedule.Iterative(0, 0, 3)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> each(AT_ONCE, 1.5, 0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> each(AT_ONCE, 0.5, 1)).isInstanceOf(InputException.class);
        Parameters frozen =
                new Parameters(List.of(new Parameter("w", Parameter.Role.FROZEN, Tensor.of(Shape.of(1), 1f))));
        assertThatThrownBy(() -> new Pruner(each(AT_ONCE, 0.5, 0), frozen))
                .isInstanceOf(InputException.class)
                .hasMessage("parameter 'w' is FROZEN and [1], and what is pruned is TRAINED and of rank 1 or more");
    }

    @Test
    void theSmallestGoInEachLayer() {
        Parameters weights = weights(5, -1, 4, 2, -3);
        new Pruner(each(AT_ONCE, 0.4, 0), weights).update(Map.of(), 0);
        assertThat(weights.get("w").tensor().floats()).containsExactly(5, 0, 4, 0, 0);
    }

    @Test
    void allLayersCompete() {
        Map<String, Tensor> initial = new LinkedHashMap<>();
        initial.put("a", Tensor.of(Shape.of(2, 2), 9f, 8, 7, 1));
        initial.put("b", Tensor.of(Shape.of(1, 3), 2f, -6, 3));
        Parameters weights = Parameters.trained(initial);
        PruneTarget target = new PruneTarget.Together(4 / 7.0, List.of("a", "b"));
        new Pruner(new Pruning(AT_ONCE, target, 1, 0), weights).update(Map.of(), 0);
        assertThat(weights.get("a").tensor().floats()).containsExactly(9, 8, 7, 0);
        assertThat(weights.get("b").tensor().floats()).containsExactly(0, -6, 0);
    }

    /** A network that is sparser than its schedule asks for does not become denser. */
    @Test
    void densitiesDoNotRise() {
        Parameters weights = weights(5, -1, 4, 2, -3);
        weights.get("w").mask(Mask.of("w", 1f, 0, 0, 0, 0));
        new Pruner(each(new DensitySchedule.Cubic(0, 9), 0.2, 0), weights).update(Map.of(), 1);
        assertThat(weights.get("w").kept()).isEqualTo(1);
    }

    /** A kept weight may pass zero; it is not exchanged for one that was pruned. */
    @Test
    void masksStayWhereThereIsNothingToPrune() {
        Parameters weights = weights(0, -1, 4, 0, -3);
        Mask mask = Mask.of("w", 0f, 1, 1, 1, 1);
        weights.get("w").mask(mask);
        new Pruner(each(AT_ONCE, 0.8, 0), weights).update(Map.of(), 0);
        assertThat(weights.get("w").mask()).isEqualTo(mask);
    }

    /** Also where steps to wait are more than an epoch has. */
    @Test
    void masksAreLookedAtWhenAnEpochBegins() {
        Perceptron network = new Perceptron(12, 11, 3, 0);
        Batches batches = Batches.plain(new Pictures(Shape.of(1, 3, 4), 20, 3, 4).examples(), 7);
        PruneTarget target = new PruneTarget.Together(0.25, List.of("w1", "w2"));
        Pruning pruning = new Pruning(new DensitySchedule.OneShot(0.5), target, 1000, 0);
        Update update = new Update(new Optimiser.Adam(Decay.NONE), new Schedule.Constant(0.01));
        List<Integer> kept = new ArrayList<>();
        Parameters weights = network.initial(4);
        new Trainer(network, new Recipe(2, update, 0.1, 0, pruning), batches, batches, null)
                .train(weights, new TrainingListener() {
                    @Override
                    public void step(StepReport report) {
                        kept.add(weights.get("w1").kept() + weights.get("w2").kept());
                    }
                });
        // round(0.25·(11·12 + 3·11))
        assertThat(kept).containsExactly(165, 165, 165, 41, 41, 41);
    }

    /**
     * Of ten weights five are kept, a share of 0.8·(1 + cos(π/2))/2 = 0.4 of them is exchanged half-way: the two
     * smallest go, and the two of largest gradient among all others come, one of them just gone, which keeps its value.
     */
    @Test
    void weightsGrowAgainWhereTheGradientIsLargest() {
        Parameters weights = weights(10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        Parameter w = weights.get("w");
        BitSet five = new BitSet();
        five.set(0, 5);
        w.mask(Mask.of("w", 10, five));
        Pruning pruning = each(new DensitySchedule.OneShot(0), 0.5, 0.8);
        assertThat(pruning.exchanged(0)).as("nothing after the end").isZero();
        Pruning slow = each(new DensitySchedule.Iterative(0, 4, 2), 0.25, 0.8);
        assertThat(slow.exchanged(2)).isCloseTo(0.4, within(1e-15));
        new Pruner(slow, weights).update(gradient(99, 99, 99, 1, -2, 0, 1, -7, 1, 1), 2);
        BitSet wanted = new BitSet();
        wanted.set(0, 3);
        wanted.set(4);
        wanted.set(7);
        assertThat(w.mask()).isEqualTo(Mask.of("w", 10, wanted));
        assertThat(w.tensor().floats()).containsExactly(10, 9, 8, 0, 6, 0, 0, 0, 0, 0);
    }

    /** Dead neurons have no gradients at all; the number of weights is kept all the same. */
    @Test
    void regrowthKeepsTheNumberAlsoWithoutGradients() {
        Random random = new Random(4);
        float[] values = new float[97];
        for (int i = 0; i < 97; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Parameters weights = weights(values);
        DensitySchedule schedule = new DensitySchedule.Cubic(0, 10);
        Pruner pruner = new Pruner(each(schedule, 0.1, 0.5), weights);
        int before = 97;
        for (int t = 0; t <= 10; t++) {
            pruner.update(gradient(new float[97]), t);
            int wanted = (int) Math.round(97 * schedule.density(0.1, t));
            // A density that was rounded up is not rounded again.
            assertThat(weights.get("w").kept()).isEqualTo(wanted).isLessThanOrEqualTo(before);
            before = wanted;
        }
    }

    @Test
    void aTrainingEndsAtTheTargetAndKeepsOnlyThen() {
        Perceptron network = new Perceptron(12, 11, 3, 0);
        Examples examples = new Pictures(Shape.of(1, 3, 4), 60, 3, 4).examples();
        Batches batches = new Batches(examples, 7, new Batches.Order.Shuffled(1, false), Augmentations.NONE);
        PruneTarget target = new PruneTarget.EachLayer(Map.of("w1", 0.25, "w2", 0.5));
        for (double regrowth : new double[] {0, 0.3}) {
            Pruning pruning = new Pruning(new DensitySchedule.Cubic(1, 4.5), target, 4, regrowth);
            Update update = new Update(new Optimiser.Adam(Decay.l2(1e-3)), new Schedule.Constant(0.01));
            Trainer trainer = new Trainer(network, new Recipe(8, update, 0.1, 0, pruning), batches, batches, null);
            List<Integer> kept = new ArrayList<>();
            Parameters weights = network.initial(4);
            Trained trained = trainer.train(weights, new TrainingListener() {
                @Override
                public void step(StepReport report) {
                    kept.add(weights.get("w1").kept());
                }
            });
            assertThat(kept).isSortedAccordingTo((a, b) -> b - a);
            assertThat(kept.subList(0, 10))
                    .as("before the second epoch has got far")
                    .containsOnly(132);
            assertThat(kept.subList(45, 72)).as("from the sixth epoch on").containsOnly(33);
            assertThat(kept.stream().distinct().count()).isGreaterThan(5);
            assertThat(Objects.requireNonNull(weights.get("w2").mask()).kept()).isEqualTo(Math.round(0.5 * 33));
            assertThat(trained.history().epochs().stream().map(EpochResult::candidate))
                    .containsExactly(false, false, false, false, false, true, true, true);
            assertThat(trained.history().best()).isGreaterThanOrEqualTo(5);
            Mask best = Mask.of(
                    "w1", Objects.requireNonNull(trained.best().get("w1")).floats());
            assertThat(best).isEqualTo(weights.get("w1").mask());
        }
    }

    @Test
    void masksBeyondTheirSizeAreRefused() {
        BitSet kept = new BitSet();
        kept.set(3);
        assertThatThrownBy(() -> Mask.of("w", 3, kept))
                .isInstanceOf(ShapeException.class)
                .hasMessage("the mask of 'w' is for 3 weights, got one for weight 3");
        Mask mask = Mask.of("w", 4, kept);
        kept.clear();
        mask.positions().clear();
        assertThat(mask.kept()).isEqualTo(1);
    }
}
