package dev.lathe.backend;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Conv;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds operators in a row of which each gives its result to the next one and to nobody else. */
public final class ConvChains {
    private static final int LENGTH = 3;

    private final Map<String, Node> makers = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();

    public ConvChains(Graph graph) {
        for (Node node : graph.nodes()) {
            node.outputs().forEach(value -> makers.put(value, node));
            node.inputs().forEach(this::use);
        }
        graph.outputs().forEach(port -> use(port.name()));
    }

    private void use(String value) {
        uses.merge(value, 1, Integer::sum);
    }

    /** Three convolutions in order, or none. */
    public List<Node> endingWith(Node last) {
        List<Node> chain = new ArrayList<>();
        for (Node node = last;
                node != null && node.op() instanceof Conv && chain.size() < LENGTH;
                node = before(node)) {
            chain.addFirst(node);
        }
        return chain.size() == LENGTH ? chain : List.of();
    }

    /** A convolution and the pool {@code last}, which alone uses its result, in order, or none. */
    public List<Node> pooledBy(Node last) {
        Node conv = before(last);
        return conv != null && conv.op() instanceof Conv ? List.of(conv, last) : List.of();
    }

    private @Nullable Node before(Node node) {
        String x = node.input(0);
        return uses.get(x) == 1 ? makers.get(x) : null;
    }
}
