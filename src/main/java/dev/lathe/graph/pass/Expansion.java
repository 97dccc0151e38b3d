package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Op;
import dev.lathe.op.Reshape;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A graph while several nodes are put in the place of some. */
final class Expansion {
    private final Graph graph;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants;
    private final Set<String> taken = new HashSet<>();
    private Node place;

    /** A graph without nodes so far, to which those of {@code graph} come in turn. */
    Expansion(Graph graph) {
        this.graph = graph;
        constants = new LinkedHashMap<>(graph.constants());
        taken.addAll(constants.keySet());
        graph.inputs().forEach(port -> taken.add(port.name()));
        for (Node node : graph.nodes()) {
            taken.add(node.name());
            taken.addAll(node.outputs());
        }
        place = graph.nodes().getFirst();
    }

    /** Adds a node as it is. */
    void keep(Node node) {
        nodes.add(node);
    }

    /** What comes next stands in the place of {@code node}. */
    void at(Node node) {
        place = node;
    }

    private String fresh(String wish) {
        String name = wish;
        for (int i = 2; !taken.add(name); i++) {
            name = wish + i;
        }
        return name;
    }

    /** Adds a node and returns its result. */
    String add(Op op, String... operands) {
        String name = fresh(place.name() + "/" + op.name().toLowerCase(Locale.ROOT));
        nodes.add(new Node(name, op, Arrays.asList(operands), List.of(name)));
        return name;
    }

    /** Adds the node that gives result {@code index} of the one that is written out, if it is wanted. */
    void give(int index, Op op, String... operands) {
        List<String> wanted = place.outputs();
        if (index < wanted.size() && !wanted.get(index).isEmpty()) {
            String name = fresh(place.name() + "/" + index);
            nodes.add(new Node(name, op, Arrays.asList(operands), List.of(wanted.get(index))));
        }
    }

    private String define(Tensor value) {
        String name = fresh(place.name() + "/constant");
        constants.put(name, value);
        return name;
    }

    String number(double value) {
        return define(Tensor.scalar((float) value));
    }

    String indices(int... values) {
        return define(Tensor.vector(Arrays.stream(values).asLongStream().toArray()));
    }

    String reshape(String x, Shape shape) {
        return add(new Reshape(true), x, indices(shape.dims()));
    }

    /** {@code x} under another shape as result {@code index}. */
    void reshape(int index, String x, Shape shape) {
        give(index, new Reshape(true), x, indices(shape.dims()));
    }

    Graph graph() {
        return graph.with(nodes, constants);
    }
}
