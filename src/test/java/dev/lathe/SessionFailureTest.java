package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.backend.Backend;
import dev.lathe.backend.Device;
import dev.lathe.backend.Executable;
import dev.lathe.backend.Support;
import dev.lathe.error.LatheException;
import dev.lathe.error.LimitException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Gather;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How a call ends that cannot end well, and that the next one is none the worse for it. */
class SessionFailureTest {
    @Test
    void refusalsDuringTheRunNameTheModel() {
        Graph graph = new Graph(
                "gather",
                List.of(Port.of("x", DType.FLOAT32, Shape.of(2)), Port.of("at", DType.INT64, Shape.of(1))),
                List.of(new Port("y", DType.FLOAT32, null)),
                Map.of(),
                List.of(new Node("g", new Gather(0), List.of("x", "at"), List.of("y"))),
                Map.of());
        for (String device : TestDevices.all()) {
            try (Engine engine = Engine.open(device);
                    Session session = engine.session(Model.of(graph, "gather.onnx"))) {
                Tensor x = Tensor.of(Shape.of(2), 1f, 2);
                assertThatThrownBy(() -> session.run(Map.of("x", x, "at", Tensor.vector(2))))
                        .isInstanceOf(LatheException.class)
                        .hasMessageStartingWith("gather.onnx: ")
                        .hasMessageContaining("index 2");
                assertThat(session.run(Map.of("x", x, "at", Tensor.vector(1)))
                                .get("y")
                                .floats())
                        .containsExactly(2);
            }
        }
    }

    @Test
    void aFullHeapIsARefusal() {
        Backend full = new Backend() {
            @Override
            public Device device() {
                return new Device("full", "full", "a heap without room", true, "", 1, 0, "");
            }

            @Override
            public Support supports(Op op, Operands operands) {
                return Support.YES;
            }

            @Override
            public Executable compile(Graph graph) {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public void close() {}
        };
        try (Session session = new Session(SmallModels.classifier(10), full, List.of())) {
            assertThatThrownBy(() -> session.run(Map.of("x", SmallModels.random(new Random(1), 1, 3, 9, 9))))
                    .isInstanceOf(LimitException.class)
                    .hasMessageStartingWith("classifier: needs more memory");
        }
    }
}
