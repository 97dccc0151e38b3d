package dev.lathe.train.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.TestDevices;
import dev.lathe.backend.reference.Doubles;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.gradient.TrainingForm.Normalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingFormTest {
    /**
     * How many roundings a gradient may be off, in units of 2^-24 of the largest: the longest sum is over a batch of
     * planes of 9x8, and some fifty nodes lie between the image and its gradient.
     */
    private static final int ROUNDINGS = SmallNet.BATCH * 9 * 8 + 50;

    private static Graph withLoss(Graph graph) {
        return Losses.crossEntropy(graph, Losses.logits(graph, "output"), "targets", 2, "loss");
    }

    private static Map<String, Tensor> inputs(TrainingForm form) {
        Map<String, Tensor> inputs = new LinkedHashMap<>(form.weights());
        inputs.put("image", SmallNet.image());
        inputs.put("targets", SmallNet.targets());
        return inputs;
    }

    private static List<String> trained(TrainingForm form) {
        List<String> trained = new ArrayList<>(form.weights().keySet());
        trained.add("image");
        return trained;
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfANetworkAreItsDifferences(Normalization normalization) {
        TrainingForm form = TrainingForm.of(SmallNet.graph(), normalization);
        Differences.check(withLoss(form.graph()), "loss", trained(form), inputs(form));
    }

    static List<String> devices() {
        return TestDevices.all();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void everyDeviceTrains(String device) {
        TrainingForm form = TrainingForm.of(SmallNet.graph(), Normalization.BATCH);
        Graph graph = Gradients.of(withLoss(form.graph()), "loss", trained(form));
        Map<String, double[]> values = new LinkedHashMap<>();
        inputs(form).forEach((name, tensor) -> values.put(name, Doubles.numbers(tensor)));
        Map<String, double[]> expected = Doubles.run(graph, values);
        try (Engine engine = Engine.open(device);
                Session session = engine.session(Model.of(graph, "small"))) {
            Map<String, Tensor> actual = session.run(inputs(form));
            assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
            expected.forEach((name, wanted) -> {
                double largest = Arrays.stream(wanted).map(Math::abs).max().orElseThrow();
                assertThat(Doubles.numbers(actual.get(name)))
                        .as(name)
                        .containsExactly(wanted, Offset.offset(ROUNDINGS * 0x1p-24 * largest));
            });
        }
    }

    @Test
    void weightsBecomeInputsAndStatisticsOutputs() {
        TrainingForm form = TrainingForm.of(SmallNet.graph(), Normalization.BATCH);
        assertThat(form.weights().keySet())
                .containsExactly(
                        "conv1.weight",
                        "first.scale",
                        "first.bias",
                        "conv2.weight",
                        "second.scale",
                        "second.bias",
                        "conv3.weight",
                        "matrix",
                        "bias");
        assertThat(form.graph().inputs().stream().map(Port::name).skip(1))
                .containsExactlyElementsOf(form.weights().keySet());
        assertThat(form.statistics().getFirst())
                .isEqualTo(new TrainingForm.Statistics(
                        "first.mean", "first.variance", "first_bn_batch_mean", "first_bn_batch_variance"));
        assertThat(form.graph().outputs().stream().map(Port::name))
                .containsExactly(
                        "output",
                        "first_bn_batch_mean",
                        "first_bn_batch_variance",
                        "second_bn_batch_mean",
                        "second_bn_batch_variance");
    }

    @Test
    void frozenItGivesWhatTheNetworkGives() {
        TrainingForm form = TrainingForm.of(SmallNet.graph(), Normalization.FROZEN);
        assertThat(form.statistics()).isEmpty();
        Map<String, double[]> values = new LinkedHashMap<>();
        values.put("image", Doubles.numbers(SmallNet.image()));
        double[] expected = Doubles.run(SmallNet.graph(), values).get("output");
        form.weights().forEach((name, tensor) -> values.put(name, Doubles.numbers(tensor)));
        assertThat(Doubles.run(form.graph(), values).get("output")).containsExactly(expected);
    }
}
