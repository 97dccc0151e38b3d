package dev.lathe.backend.cpu;

import dev.lathe.backend.Views;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Identity;
import dev.lathe.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * In which order the elements of each value lie in memory: as its shape says, or channels last, [n, spatial..., c], in
 * which the kernels of {@link ChannelKernels} work. Shapes stay what they are in the model. Where a node wants a value
 * in the other order, an {@link Identity} node stands before it that is not a view but a {@linkplain #isChange change}.
 */
final class Layouts {
    private static final String LAST = " [channels last]";
    private static final String PLANAR = " [planar]";

    private final Inference types;
    private final Set<String> outputs = new HashSet<>();

    /** By the name of a value in the model that of the value in one order, as far as it exists. */
    private final Map<String, String> last = new HashMap<>();

    private final Map<String, String> planar = new HashMap<>();

    /** Values that were computed channels last. */
    private final Set<String> computedLast = new HashSet<>();

    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> lastNodes = new HashSet<>();

    /** By the result of a node that changes an order, whether it brings channels to the end. */
    private final Map<String, Boolean> changes = new HashMap<>();

    /** Names of values and nodes. */
    private final Set<String> taken = new HashSet<>();

    private final Graph graph;

    Layouts(Graph model) {
        types = Inference.of(model);
        model.outputs().stream().map(Port::name).forEach(outputs::add);
        model.inputs().forEach(port -> planar.put(port.name(), port.name()));
        model.constants().keySet().forEach(name -> planar.put(name, name));
        taken.addAll(planar.keySet());
        for (Node node : model.nodes()) {
            taken.add(node.name());
            taken.addAll(node.outputs());
        }
        for (Node node : model.nodes()) {
            boolean last = ChannelKernels.gives(node.op(), node.outputs())
                    && ChannelKernels.accepts(node.op(), types.operands(node), lies(node));
            add(node, last);
        }
        graph = new Graph(model.name(), model.inputs(), model.outputs(), model.constants(), nodes, model.metadata());
    }

    /** Which operands of {@code node} were computed channels last. */
    private Predicate<Integer> lies(Node node) {
        return operand -> computedLast.contains(node.input(operand));
    }

    private void add(Node node, boolean channelsLast) {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            String value = node.inputs().get(i);
            boolean wanted = channelsLast && ChannelKernels.isImage(node.op(), i);
            inputs.add(value.isEmpty() ? "" : wanted ? inLast(value) : inPlanar(value));
        }
        if (!channelsLast) {
            nodes.add(node.withInputs(inputs));
            node.outputs().forEach(value -> planar.put(value, value));
            return;
        }
        String result = node.output();
        if (!ChannelKernels.givesImage(node.op(), 0) || result.isEmpty()) {
            addLast(node.withInputs(inputs));
            node.outputs().forEach(value -> planar.put(value, value));
            return;
        }
        boolean leaves = outputs.contains(result) && !coincide(result);
        String name = leaves ? fresh(result + LAST) : result;
        List<String> results = new ArrayList<>(node.outputs());
        results.set(0, name);
        results.stream().skip(1).forEach(value -> planar.put(value, value));
        addLast(node.withInputs(inputs).withOutputs(results));
        last.put(result, name);
        computedLast.add(result);
        if (leaves) {
            change(name, result, false);
            planar.put(result, result);
        }
    }

    private void addLast(Node node) {
        lastNodes.add(node.name());
        nodes.add(node);
    }

    private String inLast(String value) {
        return last.computeIfAbsent(
                value, _ -> coincide(value) ? inPlanar(value) : change(inPlanar(value), fresh(value + LAST), true));
    }

    private String inPlanar(String value) {
        String known = planar.get(value);
        if (known == null) {
            String name = last.get(value);
            known = coincide(value) ? name : change(name, fresh(value + PLANAR), false);
            planar.put(value, known);
        }
        return known;
    }

    private String change(String from, String to, boolean toLast) {
        // what leaves the graph keeps its name, which may be that of the node that computed it
        String name = outputs.contains(to) ? fresh(to + PLANAR) : to;
        nodes.add(new Node(name, new Identity(), List.of(from), List.of(to)));
        changes.put(to, toLast);
        return to;
    }

    /** A name that neither the model has nor another change. */
    private String fresh(String wanted) {
        String name = wanted;
        while (!taken.add(name)) {
            name += "'";
        }
        return name;
    }

    /** Whether both orders are the same. */
    private boolean coincide(String value) {
        Shape shape = types.type(value).shape();
        return shape.rank() < 3 || shape.dim(1) <= 1 || shape.product(2, shape.rank()) <= 1;
    }

    /** The model with the nodes that change orders. */
    Graph graph() {
        return graph;
    }

    /** Whether {@code node} works on images channels last. */
    boolean isChannelsLast(Node node) {
        return lastNodes.contains(node.name());
    }

    /** Whether {@code node} changes an order; its operand then lies the other way. */
    boolean isChange(Node node) {
        return changes.containsKey(node.output());
    }

    /** Whether {@code node}, a change, brings channels to the end. */
    boolean toLast(Node node) {
        return Boolean.TRUE.equals(changes.get(node.output()));
    }

    /** Whether the result of {@code node} is its operand under another shape. */
    boolean isView(Node node) {
        return Views.isView(node.op()) && !isChange(node);
    }
}
