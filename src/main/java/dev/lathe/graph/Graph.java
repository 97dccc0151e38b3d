package dev.lathe.graph;

import dev.lathe.error.InputException;
import dev.lathe.error.ModelException;
import dev.lathe.op.Op;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directed acyclic graph of operators on named values. Immutable, and checked when made: every name is defined
 * exactly once and before its use, so {@link #nodes} is an order in which the graph can run.
 *
 * <p>Extents of inputs may be free. {@link #bind} fixes them; {@link Inference} then tells the type of every value.
 */
public final class Graph {
    private final String name;
    private final List<Port> inputs;
    private final List<Port> outputs;
    private final Map<String, Tensor> constants;
    private final List<Node> nodes;
    private final Map<String, String> metadata;

    /**
     * @param constants weights and other known values by name
     * @param metadata free text that travels with the model
     * @throws ModelException if a name is undefined at its use, defined twice, or an output does not exist
     */
    public Graph(
            String name,
            List<Port> inputs,
            List<Port> outputs,
            Map<String, Tensor> constants,
            List<Node> nodes,
            Map<String, String> metadata) {
        this.name = name;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        this.nodes = List.copyOf(nodes);
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        check();
    }

    private void check() {
        Set<String> defined = new HashSet<>();
        inputs.forEach(port -> define(defined, port.name(), "input"));
        constants.keySet().forEach(constant -> define(defined, constant, "constant"));
        Set<String> nodeNames = new HashSet<>();
        for (Node node : nodes) {
            if (node.name().isEmpty() || !nodeNames.add(node.name())) {
                throw new ModelException("node name '" + node.name() + "' is empty or used twice");
            }
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !defined.contains(input)) {
                    throw new ModelException("node " + node + " uses '" + input
                            + "', which nothing before it defines (dangling or cyclic graph)");
                }
            }
            node.outputs().stream()
                    .filter(o -> !o.isEmpty())
                    .forEach(o -> define(defined, o, "result of node " + node));
        }
        for (Port output : outputs) {
            if (!defined.contains(output.name())) {
                throw new ModelException("output '" + output.name() + "' is not computed by any node");
            }
        }
    }

    private static void define(Set<String> defined, String value, String what) {
        if (value.isEmpty() || !defined.add(value)) {
            throw new ModelException(what + " '" + value + "' is empty or defined twice");
        }
    }

    public String name() {
        return name;
    }

    public List<Port> inputs() {
        return inputs;
    }

    public List<Port> outputs() {
        return outputs;
    }

    /** Known values by name, in file order. */
    public Map<String, Tensor> constants() {
        return constants;
    }

    /** The value {@code name} if it is known without a run. */
    public @Nullable Tensor constant(String name) {
        return constants.get(name);
    }

    /** In an order in which they can run. */
    public List<Node> nodes() {
        return nodes;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    /** This graph with other nodes and constants. */
    public Graph with(List<Node> otherNodes, Map<String, Tensor> otherConstants) {
        return new Graph(name, inputs, outputs, otherConstants, otherNodes, metadata);
    }

    /** How many nodes use each value; a graph output counts as one more use. */
    public Map<String, Integer> uses() {
        Map<String, Integer> uses = new HashMap<>();
        nodes.forEach(node -> node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum)));
        outputs.forEach(output -> uses.merge(output.name(), 1, Integer::sum));
        return uses;
    }

    /** The node that gives each value. */
    public Map<String, Node> producers() {
        Map<String, Node> producers = new HashMap<>();
        nodes.forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
        return producers;
    }

    /** Whether every input has fixed extents. */
    public boolean isFixed() {
        return inputs.stream().allMatch(Port::isFixed);
    }

    /**
     * This graph for inputs of exactly these shapes, and with these input values known before the run.
     *
     * @param shapes a shape for each input, but those in {@code values}
     * @param values inputs that become constants
     * @throws InputException if a shape is missing, or not one that the input declares
     */
    public Graph bind(Map<String, Shape> shapes, Map<String, Tensor> values) {
        List<Port> bound = new ArrayList<>();
        Map<String, Tensor> known = new LinkedHashMap<>(constants);
        for (Port port : inputs) {
            Tensor value = values.get(port.name());
            Shape shape = value != null ? value.shape() : shapes.get(port.name());
            if (shape == null || !port.accepts(shape)) {
                throw new InputException("input '" + port.name() + "' wants " + port.dimsText() + ", got "
                        + (shape == null ? "nothing" : shape));
            }
            if (value != null) {
                known.put(port.name(), value);
            } else {
                bound.add(Port.of(port.name(), port.dtype(), shape));
            }
        }
        return new Graph(name, bound, outputs, known, nodes, metadata);
    }

    /**
     * Inputs whose values (not only their shapes) decide the shape of something: those that reach a
     * {@linkplain Op#parameters parameter} operand otherwise than through Shape or Size.
     */
    public Set<String> parameterInputs() {
        Set<String> wanted = new HashSet<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            boolean feedsParameter = node.outputs().stream().anyMatch(wanted::contains);
            boolean readsShapeOnly = node.op() instanceof ShapeOf || node.op() instanceof SizeOf;
            for (int k = 0; k < node.inputs().size(); k++) {
                if (node.op().parameters().contains(k) || (feedsParameter && !readsShapeOnly)) {
                    wanted.add(node.inputs().get(k));
                }
            }
        }
        wanted.retainAll(inputs.stream().map(Port::name).toList());
        return wanted;
    }
}
