package dev.lathe.compress.prune;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Op;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A graph while constants of some of its nodes are exchanged. */
final class Revision {
    private final Links links;
    private final Map<String, Tensor> constants;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<String> pruned;
    /** Pruned constants under their new names. */
    private final List<String> renamed = new ArrayList<>();

    Revision(Links links) {
        this.links = links;
        this.constants = new LinkedHashMap<>(links.graph().constants());
        this.pruned = Set.copyOf(Masks.recorded(links.graph()));
        links.graph().nodes().forEach(node -> nodes.put(node.name(), node));
    }

    /**
     * Another {@code value} for operand {@code index} of {@code node}, under the name it has unless that is left out or
     * others use it, too.
     */
    void replace(Node node, int index, Tensor value) {
        String name = node.input(index);
        if (!name.isEmpty() && links.uses().getOrDefault(name, 0) == 1) {
            constants.put(name, value);
            return;
        }
        Node current = nodes.get(node.name());
        List<String> inputs = new ArrayList<>(current.inputs());
        while (inputs.size() <= index) {
            inputs.add("");
        }
        String fresh = define(node.name() + "." + index, value);
        inputs.set(index, fresh);
        if (pruned.contains(name)) {
            renamed.add(fresh);
        }
        nodes.put(node.name(), current.withInputs(inputs));
    }

    private String define(String wish, Tensor value) {
        String name = wish;
        for (int i = 2; isTaken(name); i++) {
            name = wish + "." + i;
        }
        constants.put(name, value);
        return name;
    }

    private boolean isTaken(String name) {
        return constants.containsKey(name)
                || links.producers().containsKey(name)
                || links.graph().inputs().stream().anyMatch(port -> port.name().equals(name));
    }

    void replaceOperator(Node node, Op op) {
        nodes.put(node.name(), nodes.get(node.name()).withOp(op));
    }

    /** The graph as it is now, without constants that have lost their last user. */
    Graph graph() {
        Set<String> used = nodes.values().stream()
                .flatMap(node -> node.inputs().stream())
                .collect(Collectors.toCollection(HashSet::new));
        links.graph().outputs().forEach(output -> used.add(output.name()));
        constants.keySet().removeIf(name -> links.uses().containsKey(name) && !used.contains(name));
        Graph graph = links.graph().with(List.copyOf(nodes.values()), constants);
        return renamed.isEmpty() ? graph : Masks.record(graph, renamed);
    }
}
