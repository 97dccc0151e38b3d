package dev.lathe.train.gradient;

import static dev.lathe.train.gradient.GradientCases.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.reference.ReferenceBackend;
import dev.lathe.error.ModelException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.GatherElements;
import dev.lathe.op.Identity;
import dev.lathe.op.Reduce;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossesTest {
    private static Graph graph(int... dims) {
        Node node = new Node("y", new Identity(), List.of("x"), List.of("y"));
        Port in = Port.of("x", DType.FLOAT32, Shape.of(dims));
        Port out = Port.of("y", DType.FLOAT32, Shape.of(dims));
        return new Graph("plain", List.of(in), List.of(out), Map.of(), List.of(node), Map.of());
    }

    private static List<Tensor> run(Graph graph, Tensor... inputs) {
        try (var backend = ReferenceBackend.FACTORY.open("reference", DeviceOptions.threads(1));
                var executable = backend.compile(graph)) {
            List<Tensor> outputs =
                    executable.outputTypes().stream().map(Tensor::zeros).toList();
            executable.run(List.of(inputs), outputs, RunObserver.NONE);
            return outputs;
        }
    }

    @Test
    void crossEntropyOfHugeLogitsIsFinite() {
        Graph graph = Gradients.of(Losses.crossEntropy(graph(2, 3), "y", "t", 1, "loss"), "loss", List.of("x"));
        Tensor logits = Tensor.of(Shape.of(2, 3), 1e30f, 0, -1e30f, 90, 100, 80);
        Tensor targets = Tensor.of(Shape.of(2, 3), 1f, 0, 0, 0, 1, 0);
        List<Tensor> found = run(graph, logits, targets);
        double rest = Math.log1p(Math.exp(-10) + Math.exp(-20)) / 2;
        assertThat((double) found.get(1).floats()[0]).isCloseTo(rest, within(1e-10));
        assertThat(found.get(2).floats()[0]).isZero();
        assertThat((double) found.get(2).floats()[3]).isCloseTo(Math.exp(-10) / 2, within(1e-8));
        assertThat(found.get(2).floats()[4]).isNegative();
    }

    @Test
    void temperatureSoftensAndScales() {
        Graph graph = Losses.crossEntropy(graph(1, 2), "y", "t", 4, "loss");
        Tensor found = run(graph, Tensor.of(Shape.of(1, 2), 4f, 0), Tensor.of(Shape.of(1, 2), 0.25f, 0.75f))
                .get(1);
        double log = Math.log(1 + Math.exp(-1));
        assertThat((double) found.floats()[0]).isCloseTo(16 * (0.25 * log + 0.75 * (1 + log)), within(1e-5));
    }

    @Test
    void squaresAreAveragedAndLossesWeighted() {
        Graph square = Losses.meanSquare(graph(2, 2), "y", "t", "square");
        Graph both = Losses.weighted(
                Losses.crossEntropy(square, "y", "c", 1, "entropy"),
                new LinkedHashMap<>(Map.of("square", 0.5, "entropy", 0.0)),
                "loss");
        Tensor x = Tensor.of(Shape.of(2, 2), 1f, 2, 3, 4);
        List<Tensor> found = run(both, x, Tensor.of(Shape.of(2, 2), 1f, 0, 3, 3), floats(2, 2));
        assertThat(found.get(1).floats()).containsExactly(5 / 4f);
        assertThat(found.get(3).floats()).containsExactly(5 / 8f);
        assertThat(found.get(3).shape()).isEqualTo(Shape.SCALAR);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("x", x);
        inputs.put("t", floats(2, 2));
        inputs.put("c", floats(2, 2));
        Differences.check(both, "loss", List.of("x", "t"), inputs);
    }

    @Test
    void refusalsNameWhatWasFound() {
        assertThatThrownBy(() -> Losses.crossEntropy(graph(2, 3, 1), "y", "t", 1, "loss"))
                .isInstanceOf(ModelException.class)
                .hasMessage("logits 'y' are float32[2, 3, 1], wanted [n, classes]");
        assertThatThrownBy(() -> Losses.meanSquare(graph(2), "z", "t", "loss")).hasMessage("value 'z' does not exist");
        assertThatThrownBy(() -> Losses.crossEntropy(graph(2, 3), "y", "t", 0, "loss"))
                .hasMessage("temperature is 0.0, wanted a number above 0");
        assertThatThrownBy(() -> Gradients.of(graph(2), "y", List.of("x")))
                .hasMessage("loss 'y' is float32[2], wanted one element");
        assertThatThrownBy(() -> Gradients.of(graph(1), "y", List.of("w"))).hasMessage("value 'w' does not exist");
    }

    @Test
    void whatHasNoRuleIsNamedOnlyOnTheWay() {
        Graph graph = new Graph(
                "gathered",
                List.of(Port.of("x", DType.FLOAT32, Shape.of(3)), Port.of("w", DType.FLOAT32, Shape.of(3))),
                List.of(Port.of("sum", DType.FLOAT32, Shape.SCALAR)),
                Map.of("at", Tensor.of(Shape.of(2), 0L, 2L)),
                List.of(
                        new Node("pick", new GatherElements(0), List.of("x", "at"), List.of("picked")),
                        new Node(
                                "sum",
                                new Reduce(Reduce.Function.SUM, false, false),
                                List.of("picked"),
                                List.of("sum"))),
                Map.of());
        assertThatThrownBy(() -> Gradients.of(graph, "sum", List.of("x")))
                .isInstanceOf(UnsupportedException.class)
                .hasMessage("no gradient of node pick (GatherElements): the operator has no rule");
        Graph free = Gradients.of(graph, "sum", List.of("w"));
        assertThat(run(free, floats(3), floats(3)).get(1).floats()).containsExactly(0, 0, 0);
    }
}
