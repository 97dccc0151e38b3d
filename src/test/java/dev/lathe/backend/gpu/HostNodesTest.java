package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Engine;
import dev.lathe.EngineOptions;
import dev.lathe.Model;
import dev.lathe.RandomTensors;
import dev.lathe.Required;
import dev.lathe.Session;
import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Transpose;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the device refuses goes to the host by permission only, and is listed. */
class HostNodesTest {
    private static final int RANK = 10;

    private final Map<String, Tensor> inputs =
            Map.of("x", RandomTensors.floats(new Random(1), 2, 3, 2, 1, 2, 3, 2, 2, 2, 3, 2));

    @BeforeEach
    void look() {
        Required.device("opencl:0");
    }

    /** Relu, then more axes reversed than the kernels walk, then relu again. */
    private Model model() {
        Shape x = inputs.get("x").shape();
        Graph graph = new Graph(
                "reversed",
                List.of(Port.of("x", DType.FLOAT32, x)),
                List.of(new Port("y", DType.FLOAT32, null)),
                Map.of(),
                List.of(
                        new Node("before", new Activate(new Activation.Relu()), List.of("x"), List.of("a")),
                        new Node("reverse", new Transpose(List.of()), List.of("a"), List.of("b")),
                        new Node("after", new Activate(new Activation.Sigmoid()), List.of("b"), List.of("y"))),
                Map.of());
        assertThat(x.rank()).isGreaterThan(RANK);
        return Model.of(graph, "reversed.onnx");
    }

    @Test
    void withoutPermissionTheNodeIsNamedWithTheReason() {
        try (Engine engine = Engine.open("opencl:0");
                Session session = engine.session(model())) {
            assertThatThrownBy(() -> session.run(inputs))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("reversed.onnx")
                    .hasMessageContaining("node reverse (Transpose)")
                    .hasMessageContaining("axes");
        }
    }

    @Test
    void withPermissionTheHostRunsItAndItIsListed() {
        EngineOptions options = EngineOptions.DEFAULT.withHostOperators(true);
        try (Engine engine = Engine.open("opencl:0", options);
                Session session = engine.session(model());
                Engine reference = Engine.open("reference");
                Session expected = reference.session(model())) {
            Tensor y = session.run(inputs).get("y");
            Tensor wanted = expected.run(inputs).get("y");
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(Math.abs(y.floats()[i] - wanted.floats()[i])).isLessThan(4 * 0x1p-24f);
            }
            assertThat(session.hostNodes(inputs)).singleElement().asString().contains("reverse (Transpose)", "axes");
            assertThat(expected.hostNodes(inputs)).isEmpty();
        }
    }
}
