package dev.lathe.compress.search.job;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.KnownTypes;
import dev.lathe.op.Flatten;
import dev.lathe.op.Reshape;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One layer of a network as a network of its own, to see what it takes alone. */
final class CutOut {
    private CutOut() {}

    /**
     * The layer {@code name} at batch 1, with the flattening before it, which decides how a matrix is decomposed.
     *
     * @param types of {@code graph} at batch 1
     */
    static Draft of(Graph graph, KnownTypes types, String name) {
        Node layer = Draft.node(graph, name);
        List<Node> nodes = new ArrayList<>(List.of(layer));
        Node before = graph.producers().get(layer.input(0));
        if (before != null && (before.op() instanceof Flatten || before.op() instanceof Reshape)) {
            nodes.addFirst(before);
        }
        Map<String, Tensor> constants = new LinkedHashMap<>();
        for (Node node : nodes) {
            node.inputs().stream()
                    .filter(value -> graph.constant(value) != null)
                    .forEach(value -> constants.put(value, graph.constant(value)));
        }
        String input = nodes.getFirst().input(0);
        Shape shape = types.shape(input);
        Graph alone = new Graph(
                name,
                List.of(Port.of(input, DType.FLOAT32, shape)),
                List.of(new Port(layer.output(), DType.FLOAT32, null)),
                constants,
                nodes,
                Map.of());
        return Draft.of(alone, Map.of(input, shape), List.of(name));
    }
}
