package dev.lathe.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.error.ShapeException;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.Expand;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Reshape;
import dev.lathe.op.Split;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InferenceTest {
    private static final Op ADD = new Binary(Binary.Function.ADD);

    private static Graph graph(Map<String, Tensor> constants, Node... nodes) {
        List<Port> inputs =
                List.of(Port.of("x", DType.FLOAT32, Shape.of(2, 6)), Port.of("v", DType.FLOAT32, Shape.of(4)));
        List<Port> outputs = Arrays.stream(nodes)
                .map(node -> new Port(node.outputs().getLast(), DType.FLOAT32, null))
                .toList();
        return new Graph("g", inputs, outputs, constants, List.of(nodes), Map.of());
    }

    @Test
    void tellsTheTypeOfEveryValue() {
        Graph graph = graph(
                Map.of("target", Tensor.vector(3, -1)),
                new Node("split", new Split(1, 2), List.of("x"), List.of("left", "right")),
                new Node("reshape", new Reshape(false), List.of("right", "target"), List.of("y")));
        Inference inference = Inference.of(graph);
        assertThat(inference.type("x")).isEqualTo(TensorType.float32(Shape.of(2, 6)));
        assertThat(inference.type("target")).isEqualTo(new TensorType(DType.INT64, Shape.of(2)));
        assertThat(inference.type("left")).isEqualTo(TensorType.float32(Shape.of(2, 3)));
        assertThat(inference.type("y")).isEqualTo(TensorType.float32(Shape.of(3, 2)));
        Operands operands = inference.operands(graph.nodes().getLast());
        assertThat(operands.valueOrNull(0)).isNull();
        assertThat(operands.valueOrNull(1)).isSameAs(graph.constant("target"));
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> inference.type("nothing"))
                .withMessageContaining("'nothing'");
    }

    @Test
    void aRefusalNamesTheNode() {
        Graph graph = graph(Map.of(), new Node("sum", ADD, List.of("x", "v"), List.of("y")));
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> Inference.of(graph))
                .withMessageContaining("sum (Add)")
                .withCauseInstanceOf(ShapeException.class);
    }

    @Test
    void aShapeThatOnlyTheRunTellsIsRefused() {
        Node reshape = new Node("reshape", new Reshape(false), List.of("x", "target"), List.of("y"));
        Graph graph = new Graph(
                "g",
                List.of(Port.of("x", DType.FLOAT32, Shape.of(2)), Port.of("target", DType.INT64, Shape.of(1))),
                List.of(new Port("y", DType.FLOAT32, null)),
                Map.of(),
                List.of(reshape),
                Map.of());
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> Inference.of(graph))
                .withMessageContaining("reshape (Reshape)")
                .withMessageContaining("before the run");
    }

    @Test
    void moreResultsThanExistAreRefused() {
        Node relu = new Node("relu", new Activate(new Activation.Relu()), List.of("x"), List.of("y", "z"));
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> Inference.of(graph(Map.of(), relu)))
                .withMessageContaining("relu (Relu)")
                .withMessageContaining("2 are wanted");
    }

    @Test
    void aResultBeyondAnArrayIsRefusedByName() {
        Graph graph = graph(
                Map.of("target", Tensor.vector(1 << 20, 1 << 20, 1, 1)),
                new Node("expand", new Expand(), List.of("x", "target"), List.of("y")));
        assertThatExceptionOfType(LimitException.class)
                .isThrownBy(() -> Inference.of(graph))
                .withMessageContaining("expand (Expand)");
    }
}
