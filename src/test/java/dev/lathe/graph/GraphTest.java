package dev.lathe.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.InputException;
import dev.lathe.error.ModelException;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.Op;
import dev.lathe.op.Reshape;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {
    private static final Op RELU = new Activate(new Activation.Relu());
    private static final Op ADD = new Binary(Binary.Function.ADD);
    private static final Op SHAPE = new ShapeOf(0, Integer.MAX_VALUE);

    private static Port port(String name, Integer... dims) {
        return new Port(
                name,
                DType.FLOAT32,
                List.of(dims).stream()
                        .map(dim -> dim < 0 ? Dim.free("n") : Dim.of(dim))
                        .toList());
    }

    private static Node node(String name, Op op, String... operands) {
        return new Node(name, op, List.of(operands), List.of(name));
    }

    private static Graph graph(List<Port> inputs, List<Port> outputs, Map<String, Tensor> constants, Node... nodes) {
        return new Graph("g", inputs, outputs, constants, List.of(nodes), Map.of("producer", "test"));
    }

    private static void assertRefused(String message, String output, Node... nodes) {
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> graph(List.of(port("x", 2)), List.of(port(output)), Map.of(), nodes))
                .withMessageContaining(message);
    }

    @Test
    void refusesWhatIsNotAGraph() {
        assertRefused("'nowhere'", "a", node("a", RELU, "nowhere"));
        assertRefused("a (Add)", "a", node("a", ADD, "x", "b"), node("b", RELU, "a"));
        assertRefused("'a'", "a", node("a", RELU, "x"), new Node("b", RELU, List.of("x"), List.of("a")));
        assertRefused("'x'", "x", new Node("b", RELU, List.of("x"), List.of("x")));
        assertRefused(
                "'a' is empty or used twice",
                "a",
                node("a", RELU, "x"),
                new Node("a", RELU, List.of("x"), List.of("b")));
        assertRefused("node name ''", "a", new Node("", RELU, List.of("x"), List.of("a")));
        assertRefused("output 'y'", "y", node("a", RELU, "x"));
        assertThatThrownBy(() -> graph(
                        List.of(port("x", 2)), List.of(port("x")), Map.of("x", Tensor.vector(1)), node("a", RELU, "x")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("constant 'x'");
    }

    @Test
    void anAbsentOperandAndAnUnwantedResultHaveNoName() {
        Node node = new Node("a", RELU, List.of("x", "", ""), List.of("", "a", ""));
        Graph graph = graph(List.of(port("x", 2)), List.of(port("a")), Map.of(), node);
        assertThat(graph.nodes()).containsExactly(node);
    }

    @Test
    void isImmutable() {
        List<Node> nodes = new ArrayList<>(List.of(node("a", RELU, "x")));
        Graph graph = new Graph("g", List.of(port("x", 2)), List.of(port("a")), Map.of(), nodes, Map.of());
        nodes.clear();
        assertThat(graph.nodes()).hasSize(1);
        assertThatThrownBy(() -> graph.constants().put("c", Tensor.vector(1)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void usesCountOperandsAndOutputs() {
        Graph graph = graph(
                List.of(port("x", 2)),
                List.of(port("a"), port("b")),
                Map.of(),
                node("a", RELU, "x"),
                node("b", ADD, "a", "a"));
        assertThat(graph.uses()).containsOnly(Map.entry("x", 1), Map.entry("a", 3), Map.entry("b", 1));
        assertThat(graph.producers().get("b").name()).isEqualTo("b");
        assertThat(graph.producers()).doesNotContainKey("x");
    }

    @Test
    void bindingFixesFreeExtents() {
        Graph graph = graph(List.of(port("x", -1, 3)), List.of(port("a")), Map.of(), node("a", RELU, "x"));
        assertThat(graph.isFixed()).isFalse();
        Graph bound = graph.bind(Map.of("x", Shape.of(4, 3)), Map.of());
        assertThat(bound.isFixed()).isTrue();
        assertThat(bound.inputs().getFirst().shape(1)).isEqualTo(Shape.of(4, 3));
        assertThat(bound.metadata()).isEqualTo(graph.metadata());
        assertThat(Inference.of(bound).type("a").shape()).isEqualTo(Shape.of(4, 3));
    }

    @Test
    void bindingAValueMakesItAConstant() {
        Graph graph = graph(
                List.of(port("x", -1), new Port("shape", DType.INT64, null)),
                List.of(port("y")),
                Map.of(),
                node("y", new Reshape(false), "x", "shape"));
        Graph bound = graph.bind(Map.of("x", Shape.of(6)), Map.of("shape", Tensor.vector(2, 3)));
        assertThat(bound.inputs()).extracting(Port::name).containsExactly("x");
        assertThat(Inference.of(bound).type("y").shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void bindingRefusesWhatAnInputDoesNotDeclare() {
        Graph graph = graph(List.of(port("x", -1, 3)), List.of(port("a")), Map.of(), node("a", RELU, "x"));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> graph.bind(Map.of("x", Shape.of(4, 5)), Map.of()))
                .withMessageContaining("'x'")
                .withMessageContaining("[n, 3]")
                .withMessageContaining("[4, 5]");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> graph.bind(Map.of(), Map.of()));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> graph.bind(Map.of("x", Shape.of(3)), Map.of()));
    }

    @Test
    void parameterInputsAreThoseWhoseValuesDecideShapes() {
        Graph graph = graph(
                List.of(port("x", 2, 3), port("sizes", 2), port("seen", 2), port("offset", 2)),
                List.of(port("y"), port("z")),
                Map.of(),
                node("sum", ADD, "sizes", "offset"),
                node("y", new Reshape(false), "x", "sum"),
                node("count", new SizeOf(), "x"),
                node("shape", SHAPE, "seen"),
                node("z", new ConstantOfShape(Tensor.of(Shape.of(1), 0f)), "shape"));
        assertThat(graph.parameterInputs()).containsExactlyInAnyOrder("sizes", "offset");
    }
}
