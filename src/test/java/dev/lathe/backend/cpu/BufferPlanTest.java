package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.Views;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.Flatten;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BufferPlanTest {
    private static final Activate RELU = new Activate(new Activation.Relu());

    private static Node node(String output, String... inputs) {
        return new Node(
                output, inputs.length == 2 ? new Binary(Binary.Function.ADD) : RELU, List.of(inputs), List.of(output));
    }

    private static BufferPlan plan(List<Node> nodes, String output) {
        return plan(nodes, output, Map.of());
    }

    private static BufferPlan plan(List<Node> nodes, String output, Map<String, String> homes) {
        return plan(nodes, output, homes, _ -> List.of());
    }

    private static BufferPlan plan(
            List<Node> nodes, String output, Map<String, String> homes, Function<Node, List<String>> inPlace) {
        Graph graph = new Graph(
                "g",
                List.of(Port.of("x", DType.FLOAT32, Shape.of(2, 3, 4))),
                List.of(new Port(output, DType.FLOAT32, null)),
                Map.of(),
                nodes,
                Map.of());
        return new BufferPlan(
                graph.nodes(), graph.outputs(), Inference.of(graph), node -> Views.isView(node.op()), homes, inPlace);
    }

    @Test
    void aChainNeedsTwoBuffers() {
        List<Node> chain = new ArrayList<>();
        chain.add(node("v0", "x"));
        for (int i = 1; i < 10; i++) {
            chain.add(node("v" + i, "v" + (i - 1)));
        }
        BufferPlan plan = plan(chain, "v9");
        assertThat(plan.buffers())
                .containsExactly(
                        new TensorType(DType.FLOAT32, Shape.of(24)), new TensorType(DType.FLOAT32, Shape.of(24)));
        assertThat(plan.slot("v9")).as("an output lives in the caller's tensor").isEqualTo(-1);
        assertThat(plan.slot("x")).isEqualTo(-1);
    }

    @Test
    void aViewLivesWhereItsOriginLives() {
        Node flatten = new Node("f", new Flatten(1), List.of("a"), List.of("f"));
        BufferPlan plan = plan(List.of(node("a", "x"), flatten, node("b", "x"), node("c", "f"), node("y", "c")), "y");
        assertThat(plan.isView("f")).isTrue();
        assertThat(plan.slot("f")).isEqualTo(plan.slot("a"));
        assertThat(plan.slot("b")).as("a is still needed through f").isNotEqualTo(plan.slot("a"));
    }

    @Test
    void aViewThatLeavesTheGraphIsCopied() {
        Node flatten = new Node("f", new Flatten(1), List.of("a"), List.of("f"));
        assertThat(plan(List.of(node("a", "x"), flatten), "f").isView("f")).isFalse();
    }

    @Test
    void aPartLivesInTheWholeThatIsComputedLater() {
        List<Node> nodes = List.of(
                node("a", "x"),
                node("b", "x"),
                node("c", "b"),
                node("whole", "a", "c"),
                node("d", "whole"),
                node("y", "d"));
        BufferPlan plan = plan(nodes, "y", Map.of("a", "whole", "c", "whole"));
        assertThat(plan.slot("a")).isEqualTo(plan.slot("whole")).isEqualTo(plan.slot("c"));
        assertThat(plan.isView("a")).isFalse();
        assertThat(plan.slot("b")).as("the whole is there since a").isNotEqualTo(plan.slot("whole"));
        assertThat(plan.slot("d")).as("the whole is still needed").isNotEqualTo(plan.slot("whole"));
    }

    @Test
    void aChainInPlaceNeedsOneBuffer() {
        List<Node> chain = List.of(node("a", "x"), node("b", "a"), node("c", "b", "a"), node("y", "c"));
        BufferPlan plan = plan(chain, "y", Map.of(), Node::inputs);
        assertThat(plan.slot("b")).as("a is still needed").isNotEqualTo(plan.slot("a"));
        assertThat(plan.slot("c")).isEqualTo(plan.slot("b"));
        assertThat(plan(chain.subList(0, 2), "b", Map.of(), Node::inputs).buffers())
                .hasSize(1);
    }

    @Test
    void aBufferTakenOverIsNotFree() {
        List<Node> nodes = List.of(node("a", "x"), node("b", "a"), node("c", "x"), node("y", "b", "c"));
        BufferPlan plan = plan(nodes, "y", Map.of(), Node::inputs);
        assertThat(plan.slot("b")).isEqualTo(plan.slot("a"));
        assertThat(plan.slot("c")).isNotEqualTo(plan.slot("b"));
    }

    @Test
    void noValueIsOverwrittenWhileItIsNeeded() {
        noneIsOverwritten(_ -> List.of());
    }

    @Test
    void norInPlace() {
        noneIsOverwritten(Node::inputs);
    }

    private static void noneIsOverwritten(Function<Node, List<String>> inPlace) {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            List<Node> nodes = new ArrayList<>();
            List<String> values = new ArrayList<>(List.of("x"));
            for (int i = 0; i < 12; i++) {
                String a = values.get(random.nextInt(values.size()));
                String b = values.get(random.nextInt(values.size()));
                nodes.add(random.nextBoolean() ? node("v" + i, a) : node("v" + i, a, b));
                values.add("v" + i);
            }
            BufferPlan plan = plan(nodes, "v11", Map.of(), inPlace);
            Map<Integer, String> holds = new HashMap<>();
            for (Node node : nodes) {
                for (String input : node.inputs()) {
                    if (plan.slot(input) >= 0) {
                        assertThat(holds.get(plan.slot(input)))
                                .as("operand of %s", node)
                                .isEqualTo(input);
                        if (!inPlace.apply(node).contains(input)) {
                            assertThat(plan.slot(input)).isNotEqualTo(plan.slot(node.output()));
                        }
                    }
                }
                holds.put(plan.slot(node.output()), node.output());
            }
        }
    }
}
