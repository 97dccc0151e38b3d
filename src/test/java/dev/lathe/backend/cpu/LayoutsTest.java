package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.RandomTensors;
import dev.lathe.Session;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Binary;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Padding;
import dev.lathe.op.Where;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayoutsTest {
    /** A convolution called like its result, which is an output, and flags that are computed from it. */
    @Test
    void flagsOfImagesLieAsTheirShapeSays() {
        Random random = new Random(3);
        Padding same = new Padding.Explicit(List.of(1, 1), List.of(1, 1));
        Window window = new Window(List.of(), List.of(1, 1), List.of(), same);
        Graph graph = new Graph(
                "flags",
                List.of(Port.of("x", DType.FLOAT32, Shape.of(2, 3, 5, 7))),
                List.of(
                        Port.of("conv", DType.FLOAT32, Shape.of(2, 13, 5, 7)),
                        Port.of("chosen", DType.FLOAT32, Shape.of(2, 13, 5, 7))),
                Map.of("filters", RandomTensors.floats(random, 13, 3, 3, 3), "zero", Tensor.scalar(0f)),
                List.of(
                        new Node("conv", new Conv(window, 1, Epilogue.NONE), List.of("x", "filters"), List.of("conv")),
                        new Node("above", new Binary(Binary.Function.GREATER), List.of("conv", "zero"), List.of("f")),
                        new Node("where", new Where(), List.of("f", "conv", "zero"), List.of("chosen"))),
                Map.of());
        try (Engine engine = Engine.open("cpu");
                Session session = engine.session(Model.of(graph, "flags"))) {
            Map<String, Tensor> found = session.run(Map.of("x", RandomTensors.floats(random, 2, 3, 5, 7)));
            float[] conv = found.get("conv").floats();
            float[] chosen = found.get("chosen").floats();
            for (int i = 0; i < 2 * 13 * 5 * 7; i++) {
                assertThat(chosen[i]).isEqualTo(Math.max(conv[i], 0));
            }
        }
    }
}
