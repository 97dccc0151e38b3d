package dev.lathe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.TestDevices;
import dev.lathe.error.InputException;
import dev.lathe.error.ModelException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.gradient.TrainingForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphStepTest {
    private static final int BATCH = 8;

    /**
     * Roundings of one step: the longest sums are over a batch of planes of 7x6, one after the other in the statistics
     * and in the gradients, and some forty operators follow each other there and back.
     */
    private static final int ROUNDINGS = 2 * BATCH * 7 * 6 + 40;

    private static final Objective LABELS = new Objective.Labels();

    private static final Recipe RECIPE =
            new Recipe(12, new Update(new Optimiser.Sgd(0.9, false, Decay.l2(1e-3)), new Schedule.Constant(0.02)));

    private static Objective teacher(double share, Objective.Hints hints) {
        return new Objective.Distillation(Model.of(ToyNetwork.graph(99), "teacher"), share, 3, hints);
    }

    private static Batches shuffled() {
        return new Batches(
                ToyNetwork.PICTURES.examples(), BATCH, new Batches.Order.Shuffled(4, true), Augmentations.NONE);
    }

    private static Batches plain() {
        return Batches.plain(ToyNetwork.PICTURES.examples(), BATCH);
    }

    private static Trained train(String device, Recipe recipe, Parameters weights) {
        try (Engine engine = Engine.open(device);
                GraphStep step = new GraphStep(engine, ToyNetwork.network(1), LABELS)) {
            return new Trainer(step, recipe, shuffled(), plain(), null).train(weights, TrainingListener.SILENT);
        }
    }

    private static StepResult step(String device, Objective objective, Batch batch) {
        Network network = ToyNetwork.network(1);
        try (Engine engine = Engine.open(device);
                GraphStep step = new GraphStep(engine, network, objective)) {
            return step.run(network.parameters(), batch);
        }
    }

    static List<String> devices() {
        return TestDevices.all().stream().filter(id -> !id.equals("reference")).toList();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void everyDeviceTakesTheStepOfTheReference(String device) {
        Objective objective = teacher(0.6, new Objective.Hints(Map.of("conv", "conv"), 0.5));
        Batch batch = shuffled().batch(0, 0);
        StepResult expected = step("reference", objective, batch);
        StepResult actual = step(device, objective, batch);
        assertThat(actual.loss()).isCloseTo(expected.loss(), within(ROUNDINGS * 0x1p-24 * expected.loss()));
        assertThat(actual.gradients().keySet())
                .containsExactlyInAnyOrder("filters", "scale", "shift", "matrix", "bias");
        assertThat(actual.statistics().keySet()).containsExactlyInAnyOrder("mean", "variance");
        Map<String, Tensor> all = new HashMap<>(expected.gradients());
        all.putAll(expected.statistics());
        all.forEach((name, wanted) -> {
            Tensor found =
                    actual.gradients().getOrDefault(name, actual.statistics().get(name));
            double largest = largest(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(found.doubleAt(i))
                        .as("%s[%d]", name, i)
                        .isCloseTo(wanted.doubleAt(i), within(ROUNDINGS * 0x1p-24 * largest));
            }
        });
    }

    /** A step is off by its own roundings, and by those before it, which a step this short at most doubles in all. */
    @ParameterizedTest
    @MethodSource("devices")
    void everyDeviceGoesTheWayOfTheReference(String device) {
        int steps = shuffled().count();
        Parameters expected = ToyNetwork.network(1).parameters();
        Parameters actual = ToyNetwork.network(1).parameters();
        Recipe recipe = new Recipe(1, new Update(new Optimiser.Sgd(0, false, Decay.NONE), new Schedule.Constant(0.01)));
        train("reference", recipe, expected);
        train(device, recipe, actual);
        assertThat(steps).isEqualTo(6);
        for (Parameter wanted : expected.all()) {
            double most = 2 * steps * ROUNDINGS * 0x1p-24 * largest(wanted.tensor());
            for (int i = 0; i < wanted.tensor().size(); i++) {
                assertThat(actual.get(wanted.name()).tensor().doubleAt(i))
                        .as("%s[%d]", wanted.name(), i)
                        .isCloseTo(wanted.tensor().doubleAt(i), within(most));
            }
        }
    }

    private static double largest(Tensor tensor) {
        double largest = 0;
        for (int i = 0; i < tensor.size(); i++) {
            largest = Math.max(largest, Math.abs(tensor.doubleAt(i)));
        }
        return largest;
    }

    @ParameterizedTest
    @MethodSource("devices")
    void itLearns(String device) {
        List<EpochResult> epochs = train(device, RECIPE, ToyNetwork.network(1).parameters())
                .history()
                .epochs();
        assertThat(epochs.getLast().training().loss())
                .isLessThan(epochs.getFirst().training().loss() / 4);
        assertThat(epochs.getLast().validation().top1()).isGreaterThan(0.9);
    }

    @Test
    void whatIsEvaluatedIsTheNetworkThatIsWritten() {
        Network network = ToyNetwork.network(1);
        Parameters weights = network.parameters();
        train("cpu", RECIPE, weights);
        Batch batch = plain().batch(0, plain().count() - 1);
        assertThat(batch.size()).isEqualTo(ToyNetwork.PICTURES.size() % BATCH);
        Model written = Model.of(network.with(weights.tensors()), "written");
        try (Engine engine = Engine.open("reference");
                GraphStep step = new GraphStep(engine, network, LABELS);
                Session session = engine.session(written)) {
            Outcome outcome = step.evaluate(weights, batch);
            Tensor shares = session.run(Map.of("x", batch.images())).get("y");
            double loss = 0;
            for (int i = 0; i < batch.size(); i++) {
                loss -= Math.log(shares.doubleAt(i * ToyNetwork.CLASSES + batch.labels()[i])) / batch.size();
            }
            assertThat(outcome.loss()).isCloseTo(loss, within(1e-6));
            assertThat(weights.get("mean").tensor().floats()).doesNotContain(0);
        }
    }

    @Test
    void aTeacherAloneWantsNoLabels() {
        Batch batch = shuffled().batch(0, 0);
        Batch other = new Batch(batch.images(), new int[BATCH], batch.seed());
        Objective alone = teacher(1, Objective.Hints.NONE);
        assertThat(step("cpu", alone, other).gradients().get("filters").floats())
                .isEqualTo(step("cpu", alone, batch).gradients().get("filters").floats());
        Objective shared = teacher(0.9, Objective.Hints.NONE);
        assertThat(step("cpu", shared, other).gradients().get("filters").floats())
                .isNotEqualTo(
                        step("cpu", shared, batch).gradients().get("filters").floats());
    }

    @Test
    void theLossOfATeacherIsThatOfThePaper() {
        Batch batch = plain().batch(0, 0);
        double labels = loss(LABELS, batch);
        double teacher = loss(teacher(1, Objective.Hints.NONE), batch);
        assertThat(loss(teacher(0.25, Objective.Hints.NONE), batch))
                .isCloseTo(0.25 * teacher + 0.75 * labels, within(1e-6 * (teacher + labels)));
        // softmax(z / T), its logarithm, and T² in front of all
        double[] own = logits(1, batch);
        double[] wanted = logits(99, batch);
        double sum = 0;
        for (int row = 0; row < BATCH; row++) {
            double[] p = softmax(wanted, row);
            double[] q = softmax(own, row);
            for (int i = 0; i < p.length; i++) {
                sum -= 9 * p[i] * Math.log(q[i]) / BATCH;
            }
        }
        assertThat(teacher).isCloseTo(sum, within(1e-6 * sum));
    }

    private static double loss(Objective objective, Batch batch) {
        Network network = ToyNetwork.network(1);
        try (Engine engine = Engine.open("reference");
                GraphStep step = new GraphStep(engine, network, objective)) {
            return step.evaluate(network.parameters(), batch).loss();
        }
    }

    private static double[] logits(long seed, Batch batch) {
        Network network = ToyNetwork.network(seed);
        try (Engine engine = Engine.open("reference");
                GraphStep step = new GraphStep(engine, network, LABELS)) {
            Tensor logits = step.evaluate(network.parameters(), batch).logits();
            double[] values = new double[logits.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = logits.doubleAt(i);
            }
            return values;
        }
    }

    private static double[] softmax(double[] logits, int row) {
        double[] shares = new double[ToyNetwork.CLASSES];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp(logits[row * shares.length + i] / 3);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    @Test
    void frozenAveragesStayWhatTheyAre() {
        Network network =
                Network.of(ToyNetwork.graph(1), ToyNetwork.PICTURES.shape(), TrainingForm.Normalization.FROZEN);
        Parameters weights = network.parameters();
        assertThat(weights.all()).extracting(Parameter::name).doesNotContain("mean", "variance");
        try (Engine engine = Engine.open("cpu");
                GraphStep step = new GraphStep(engine, network, LABELS)) {
            Batch batch = plain().batch(0, 0);
            StepResult result = step.run(weights, batch);
            assertThat(result.statistics()).isEmpty();
            assertThat(result.loss()).isCloseTo(step.evaluate(weights, batch).loss(), within(1e-5));
        }
    }

    @Test
    void whatCannotBeTrainedIsRefused() {
        assertThatThrownBy(() ->
                        step("cpu", teacher(1, new Objective.Hints(Map.of("none", "conv"), 1)), plain().batch(0, 0)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> Network.of(ToyNetwork.graph(1), Shape.of(3, 7, 6), TrainingForm.Normalization.BATCH))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("'x'", "[1, 3, 7, 6]");
        assertThatThrownBy(() -> teacher(1.5, Objective.Hints.NONE)).isInstanceOf(InputException.class);
    }
}
