package dev.lathe.train.gradient;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Identity;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A graph of fixed inputs to which nodes are added. The type of every value is known as soon as it has a name. */
final class Sketch {
    private final Graph graph;
    private final List<Port> inputs;
    private final List<Port> outputs;
    private final Map<String, Tensor> constants;
    private final List<Node> nodes;
    private final Map<String, TensorType> types = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private String place = "";

    Sketch(Graph graph) {
        this.graph = graph;
        this.inputs = new ArrayList<>(graph.inputs());
        this.outputs = new ArrayList<>(graph.outputs());
        this.constants = new LinkedHashMap<>(graph.constants());
        this.nodes = new ArrayList<>();
        Inference inference = Inference.of(graph);
        graph.inputs().forEach(port -> know(port.name(), inference.type(port.name())));
        graph.constants().forEach((name, value) -> know(name, value.type()));
        for (Node node : graph.nodes()) {
            names.add(node.name());
            node.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> know(o, inference.type(o)));
        }
    }

    /** As {@link #Sketch}, with all nodes of {@code graph} already there. */
    static Sketch after(Graph graph) {
        Sketch sketch = new Sketch(graph);
        sketch.nodes.addAll(graph.nodes());
        return sketch;
    }

    private void know(String value, TensorType type) {
        types.put(value, type);
        names.add(value);
    }

    /** What the nodes added from now on are named after. */
    void at(String name) {
        place = name;
    }

    /** A name like {@code wish} that nothing has yet. */
    private String fresh(String wish) {
        String name = wish;
        for (int i = 2; names.contains(name); i++) {
            name = wish + i;
        }
        return name;
    }

    boolean has(String value) {
        return types.containsKey(value);
    }

    TensorType type(String value) {
        return Objects.requireNonNull(types.get(value), value);
    }

    Shape shape(String value) {
        return type(value).shape();
    }

    /** The value {@code name} if it is known without a run. */
    @Nullable
    Tensor constant(String name) {
        return constants.get(name);
    }

    /** Adds a constant. */
    String define(Tensor value) {
        String name = fresh(place + "/constant");
        constants.put(name, value);
        know(name, value.type());
        return name;
    }

    /** The node that gives {@code value}, if one does. */
    @Nullable
    Node producer(String value) {
        return nodes.stream()
                .filter(node -> node.outputs().contains(value))
                .findFirst()
                .orElse(null);
    }

    /** Makes the constant {@code name} an input. */
    void open(String name) {
        Tensor value = Objects.requireNonNull(constants.remove(name), name);
        inputs.add(Port.of(name, value.dtype(), value.shape()));
    }

    /** Adds an input, whose name must be free. */
    void input(String name, TensorType type) {
        inputs.add(Port.of(name, type.dtype(), type.shape()));
        know(name, type);
    }

    /** Makes {@code value} an output under {@code name}, which must be free. */
    String publish(String value, String name) {
        add(new Node(fresh(name), new Identity(), List.of(value), List.of(name)));
        outputs.add(Port.of(name, type(name).dtype(), shape(name)));
        return name;
    }

    /** Adds {@code node}, which is one of the graph's own or has names that are free. */
    void add(Node node) {
        List<TensorType> results = Inference.infer(node, operands(node));
        names.add(node.name());
        for (int i = 0; i < node.outputs().size(); i++) {
            if (!node.outputs().get(i).isEmpty()) {
                know(node.outputs().get(i), results.get(i));
            }
        }
        nodes.add(node);
    }

    /** Adds a node and returns its only result. */
    String apply(Op op, String... operands) {
        return apply(op, 1, operands).getFirst();
    }

    /** Adds a node and returns its first {@code results} results. */
    List<String> apply(Op op, int results, String... operands) {
        String name = fresh(place + "/" + op.name().toLowerCase(Locale.ROOT));
        List<String> given = new ArrayList<>(List.of(name));
        for (int i = 1; i < results; i++) {
            given.add(fresh(name + "/" + i));
        }
        add(new Node(name, op, Arrays.asList(operands), given));
        return given;
    }

    /**
     * Result {@code index} of {@code node}, which has been added: a name of its own if the node does not give it yet.
     */
    String result(Node node, int index) {
        int slot = slotOf(node.name());
        Node current = nodes.get(slot);
        if (index < current.outputs().size() && !current.outputs().get(index).isEmpty()) {
            return current.outputs().get(index);
        }
        List<String> given = new ArrayList<>(current.outputs());
        while (given.size() <= index) {
            given.add("");
        }
        String name = fresh(node.name() + "/" + index);
        given.set(index, name);
        know(name, Inference.infer(current, operands(current)).get(index));
        nodes.set(slot, current.withOutputs(given));
        return name;
    }

    private int slotOf(String nodeName) {
        for (int slot = 0; slot < nodes.size(); slot++) {
            if (nodes.get(slot).name().equals(nodeName)) {
                return slot;
            }
        }
        throw new IllegalArgumentException("node " + nodeName + " has not been added");
    }

    /** The operands of {@code node}, with values where they are constants. */
    Operands operands(Node node) {
        List<Operands.@Nullable Operand> operands = new ArrayList<>();
        for (String input : node.inputs()) {
            operands.add(input.isEmpty() ? null : new Operands.Operand(type(input), constants.get(input)));
        }
        return Operands.of(operands);
    }

    Graph graph() {
        return new Graph(graph.name(), inputs, outputs, constants, nodes, graph.metadata());
    }
}
