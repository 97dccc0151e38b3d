package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Drops nodes and constants that no output needs. Inputs stay, used or not: they belong to the graph's interface. */
public final class RemoveDeadNodes implements Pass {
    @Override
    public String name() {
        return "remove-dead-nodes";
    }

    @Override
    public Graph apply(Graph graph) {
        Set<String> needed =
                new HashSet<>(graph.outputs().stream().map(Port::name).toList());
        List<Node> kept = new ArrayList<>();
        for (Node node : graph.nodes().reversed()) {
            if (node.outputs().stream().anyMatch(needed::contains)) {
                node.inputs().stream().filter(input -> !input.isEmpty()).forEach(needed::add);
                kept.add(node);
            }
        }
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.keySet().retainAll(needed);
        if (kept.size() == graph.nodes().size()
                && constants.size() == graph.constants().size()) {
            return graph;
        }
        Collections.reverse(kept);
        return graph.with(kept, constants);
    }
}
