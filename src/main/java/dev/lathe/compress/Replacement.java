package dev.lathe.compress;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.pass.RemoveDeadNodes;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes that stand for one, with the constants they bring.
 *
 * @param layer name of the node they stand for
 * @param nodes in order; the last gives what the old node gave
 * @param constants new ones by name
 */
record Replacement(String layer, List<Node> nodes, Map<String, Tensor> constants) {
    /** {@code graph} with this in the place of the old node, without what only the old node needed. */
    Graph in(Graph graph) {
        List<Node> all = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.name().equals(layer)) {
                all.addAll(nodes);
            } else {
                all.add(node);
            }
        }
        Map<String, Tensor> known = new LinkedHashMap<>(graph.constants());
        known.putAll(constants);
        return new RemoveDeadNodes().apply(graph.with(all, known));
    }
}
