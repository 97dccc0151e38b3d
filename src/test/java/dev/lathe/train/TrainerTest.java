package dev.lathe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import dev.lathe.error.TrainingException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final Shape IMAGE = Shape.of(1, 3, 4);
    private static final Perceptron NETWORK = new Perceptron(12, 9, 3, 0.1);

    private static Batches shuffled(int images) {
        return new Batches(
                new Pictures(IMAGE, images, 3, 4).examples(),
                7,
                new Batches.Order.Shuffled(1, false),
                new Augmentations(List.of(new Augmentation.Shift(0, 1)), 2));
    }

    private static Batches plain(int images) {
        return Batches.plain(new Pictures(IMAGE, images, 3, 4).examples(), 10);
    }

    private static Update descent(double rate) {
        return new Update(new Optimiser.Sgd(0, false, Decay.NONE), new Schedule.Constant(rate));
    }

    @Test
    void theGradientsOfTheTestsNetworkAreThoseOfItsLoss() {
        Parameters weights = NETWORK.initial(3);
        Batch batch = shuffled(20).batch(0, 0);
        StepResult result = NETWORK.run(weights, batch);
        // Small, so that no hidden value changes its sign on the way.
        double step = 1e-4;
        for (Parameter parameter : weights.trained()) {
            for (int i = 0; i < parameter.tensor().size(); i += 4) {
                float[] values = parameter.tensor().floats();
                float value = values[i];
                values[i] = (float) (value + step);
                double above = NETWORK.run(weights, batch).loss();
                values[i] = (float) (value - step);
                double below = NETWORK.run(weights, batch).loss();
                values[i] = value;
                double gradient = result.gradients().get(parameter.name()).floats()[i];
                // Weights of about 1 are rounded by 2^-24: up to 6e-4 of a step.
                assertThat((above - below) / (2 * step)).isCloseTo(gradient, within(1e-3));
            }
        }
    }

    @Test
    void aNetworkLearnsAndTheSameTwice() {
        Recipe recipe = new Recipe(
                12,
                new Update(
                        new Optimiser.Sgd(0.9, true, Decay.l2(1e-3)),
                        new Schedule.WarmUp(1, 0.1, new Schedule.Cosine(0.05, 0, 11)),
                        5));
        Trainer trainer = new Trainer(NETWORK, recipe, shuffled(100), plain(90), null);
        Parameters weights = NETWORK.initial(8);
        Metrics before = trainer.evaluate(weights, plain(90));
        Trained trained = trainer.train(weights, TrainingListener.SILENT);
        EpochResult best = trained.history().epochs().get(trained.history().best());
        assertThat(trained.history().epochs()).hasSize(12);
        assertThat(before.top1()).isLessThan(0.6);
        assertThat(best.validation().top1()).isGreaterThan(0.9);
        assertThat(best.validation().loss()).isLessThan(before.loss() / 2);
        assertThat(trainer.evaluate(weights, plain(90)))
                .isEqualTo(trained.history().epochs().getLast().validation());

        Trained again = trainer.train(NETWORK.initial(8), TrainingListener.SILENT);
        assertThat(again.history()).isEqualTo(trained.history());
        weights.tensors().forEach((name, tensor) -> assertThat(
                        tensor.sameBits(again.last().get(name).tensor()))
                .isTrue());
    }

    /** Biases alone learn the frequencies of classes: their optimum is the logarithm, the loss there the entropy. */
    @Test
    void biasesBecomeLogarithmsOfFrequencies() {
        Perceptron network = new Perceptron(12, 1, 3, 0);
        Parameters start = network.initial(1);
        Parameters weights = new Parameters(start.all().stream()
                .map(parameter -> parameter.name().equals("b2")
                        ? parameter
                        : new Parameter(
                                parameter.name(),
                                parameter.name().equals("mean") ? Parameter.Role.STATISTIC : Parameter.Role.FROZEN,
                                Tensor.zeros(parameter.tensor().type())))
                .toList());
        Pictures pictures = new Pictures(IMAGE, 31, 3, 6);
        Batches whole = Batches.plain(pictures.examples(), 31);
        Trained trained = new Trainer(network, new Recipe(300, descent(1)), whole, whole, null)
                .train(weights, TrainingListener.SILENT);
        double entropy = 0;
        float[] bias = weights.get("b2").tensor().floats();
        for (int kind = 0; kind < 3; kind++) {
            double share = 0;
            for (int i = 0; i < 31; i++) {
                share += pictures.label(i) == kind ? 1 / 31.0 : 0;
            }
            entropy -= share * Math.log(share);
            double sum = Math.exp(bias[0]) + Math.exp(bias[1]) + Math.exp(bias[2]);
            // Steps end when they round away: gradients are below 2^-24 of biases of about 1.
            assertThat(Math.exp(bias[kind]) / sum).isCloseTo(share, within(1e-6));
        }
        assertThat(trained.history().epochs().getLast().validation().loss()).isCloseTo(entropy, within(1e-9));
    }

    @Test
    void movingAveragesFollowTheBatches() {
        Batches batches = plain(20);
        Parameters weights = NETWORK.initial(8);
        Recipe recipe = new Recipe(1, descent(0.1), 0.25, 0, null);
        new Trainer(NETWORK, recipe, batches, batches, null).train(weights, TrainingListener.SILENT);
        double expected = 0;
        for (int number = 0; number < 2; number++) {
            Tensor images = batches.batch(0, number).images();
            double mean = 0;
            for (int i = 0; i < 10; i++) {
                mean += images.floats()[12 * i] / 10;
            }
            expected += 0.25 * (mean - expected);
        }
        // Ten summands and two averages in floats of about 1.
        assertThat((double) weights.get("mean").tensor().floats()[0]).isCloseTo(expected, within(14 * 0x1p-24 * 4));
    }

    @Test
    void theListenerHearsEveryStepAndEpoch() {
        List<StepReport> steps = new ArrayList<>();
        List<EpochResult> epochs = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void step(StepReport report) {
                steps.add(report);
            }

            @Override
            public void epoch(EpochResult result) {
                epochs.add(result);
            }
        };
        Trained trained = new Trainer(NETWORK, new Recipe(3, descent(0.01)), shuffled(20), plain(20), null)
                .train(NETWORK.initial(1), listener);
        assertThat(steps).hasSize(9);
        assertThat(steps.get(4))
                .extracting(StepReport::epoch, StepReport::step, StepReport::steps)
                .containsExactly(1, 1, 3);
        assertThat(steps.get(5).soFar()).isEqualTo(epochs.get(1).training());
        assertThat(epochs).isEqualTo(trained.history().epochs());
    }

    private static Trained scripted(int patience, Double... validation) {
        Batches one = plain(10);
        Recipe recipe = new Recipe(validation.length, descent(1), 0.1, patience, null);
        return new Trainer(new Scripted(List.of(), List.of(validation)), recipe, one, one, null)
                .train(Scripted.weights(), TrainingListener.SILENT);
    }

    @Test
    void theBestModelIsKeptAndPatienceEnds() {
        Trained trained = scripted(2, 3.0, 1.0, 2.0, 1.0, 0.5);
        assertThat(trained.history().epochs()).hasSize(4);
        assertThat(trained.history().best()).isEqualTo(1);
        assertThat(trained.best().get("w").floats()).containsExactly(-2);
        assertThat(trained.last().get("w").tensor().floats()).containsExactly(-4);

        Trained patient = scripted(0, 3.0, 1.0, 2.0, Double.NaN, 0.5);
        assertThat(patient.history().best()).isEqualTo(4);
        assertThat(patient.best().get("w").floats()).containsExactly(-5);
    }

    @Test
    void theBestIsOneOfTheCandidates() {
        List<EpochResult> epochs = new ArrayList<>();
        double[] top1 = {0.9, 0.8, 0.5, 0.7, 0.7};
        for (int epoch = 0; epoch < 5; epoch++) {
            Metrics metrics = new Metrics(1, top1[epoch]);
            epochs.add(new EpochResult(epoch, 0.1, metrics, metrics, epoch >= 2));
        }
        assertThat(new History(epochs).best()).isEqualTo(3);
        assertThat(new History(epochs).waited()).isEqualTo(1);
        assertThat(new History(epochs.subList(0, 2)).best()).isEqualTo(-1);
        assertThat(new History(epochs.subList(0, 2)).waited()).isZero();
    }

    @Test
    void gradientsAreClipped() {
        Batches two = plain(20);
        Update update = new Update(descent(1).optimiser(), new Schedule.Constant(0.5), 0.25);
        Parameters weights = Scripted.weights();
        new Trainer(new Scripted(List.of(), List.of(1.0, 1.0)), new Recipe(1, update), two, two, null)
                .train(weights, TrainingListener.SILENT);
        assertThat(weights.get("w").tensor().floats())
                .as("two steps of 0.5·0.25")
                .containsExactly(-0.25f);
    }

    @Test
    void accuracyDecidesBeforeLoss() {
        Metrics metrics = new Metrics(2, 0.5);
        assertThat(new Metrics(3, 0.6).betterThan(metrics)).isTrue();
        assertThat(new Metrics(1, 0.4).betterThan(metrics)).isFalse();
        assertThat(new Metrics(1, 0.5).betterThan(metrics)).isTrue();
        assertThat(metrics.betterThan(metrics)).isFalse();
    }

    /** Trains for two epochs of four steps. */
    private static void twoEpochs(Parameters weights, Double... losses) {
        Batches four = plain(40);
        Scripted network = new Scripted(List.of(losses), List.of(1.0, 1.0, 1.0, 1.0));
        new Trainer(network, new Recipe(2, descent(0.5)), four, four, null).train(weights, TrainingListener.SILENT);
    }

    @Test
    void aLossThatIsNoNumberEndsTheTraining() {
        Parameters weights = Scripted.weights();
        assertThatThrownBy(() -> twoEpochs(weights, 1.0, 1.0, 1.0, 1.0, 2.0, 3.0, Double.NaN))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith("the loss is NaN in step 3 of epoch 2 at a learning rate of 0.5");
        assertThat(weights.get("w").tensor().floats()).as("after six steps").containsExactly(-3);
        assertThatThrownBy(() -> twoEpochs(Scripted.weights(), Double.POSITIVE_INFINITY))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith("the loss is Infinity in step 1 of epoch 1");
    }

    @Test
    void top1CountsTheFirstOfEqualLogits() {
        Batch batch = new Batch(Tensor.of(Shape.of(3, 1), 0f, 0, 0), new int[] {0, 1, 2}, 0);
        Tensor logits = Tensor.of(Shape.of(3, 3, 1, 1), 5f, 5, 1, 5, 5, 1, 0, 1, 2);
        Metrics metrics = Tally.EMPTY.and(batch, 0.5, logits).metrics();
        assertThat(metrics).isEqualTo(new Metrics(0.5, 2 / 3.0));
        Batch wrong = new Batch(batch.images(), new int[] {0, 1, 3}, 0);
        assertThatThrownBy(() -> Tally.EMPTY.and(wrong, 0.5, logits))
                .isInstanceOf(InputException.class)
                .hasMessage("an image has label 3, the network 3 classes");
    }

    @Test
    void recipesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Recipe(0, descent(1))).isInstanceOf(InputException.class);
        Pruning pruning =
                new Pruning(new DensitySchedule.Cubic(0, 2.5), new PruneTarget.EachLayer(Map.of("w1", 0.5)), 1, 0);
        assertThatThrownBy(() -> new Recipe(3, descent(1), 0.1, 0, pruning))
                .isInstanceOf(InputException.class)
                .hasMessage("pruning ends at epoch 2.5, which leaves no whole one of 3 with the final masks");
        assertThat(new Recipe(4, descent(1), 0.1, 0, pruning).epochs()).isEqualTo(4);
        assertThatThrownBy(() -> new Trainer(NETWORK, new Recipe(1, descent(1)), plain(10), plain(10), null)
                        .resume(NETWORK.initial(1), TrainingListener.SILENT))
                .isInstanceOf(InputException.class);
    }
}
