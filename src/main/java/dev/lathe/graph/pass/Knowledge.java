package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a graph's values before a run, also when extents are still free or a shape is computed from data:
 * the types of all values that depend on neither. Where {@link Inference} refuses, this just does not know; a node
 * whose operands are known and do not fit is refused here too.
 */
final class Knowledge {
    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<String, Tensor> constants;

    private Knowledge(Graph graph) {
        constants = new HashMap<>(graph.constants());
        constants.forEach((name, tensor) -> types.put(name, tensor.type()));
        graph.inputs().stream()
                .filter(Port::isFixed)
                .forEach(port -> types.put(port.name(), new TensorType(port.dtype(), port.shape(1))));
    }

    /** Inputs and constants only; nodes are to be {@linkplain #learn learnt} in order. */
    static Knowledge ofEntry(Graph graph) {
        return new Knowledge(graph);
    }

    /** All that can be told of {@code graph}. */
    static Knowledge of(Graph graph) {
        Knowledge knowledge = new Knowledge(graph);
        graph.nodes().forEach(knowledge::learn);
        return knowledge;
    }

    /** Learns and returns the types of all results {@code node} can give; null if they cannot be told yet. */
    @Nullable
    List<TensorType> learn(Node node) {
        List<Operands.@Nullable Operand> operands = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.input(i);
            TensorType type = types.get(input);
            Tensor value = constants.get(input);
            boolean decides = node.op().parameters().contains(i);
            if (!input.isEmpty() && (type == null || (decides && value == null))) {
                return null;
            }
            operands.add(type == null ? null : new Operands.Operand(type, value));
        }
        List<TensorType> results = Inference.infer(node, Operands.of(operands));
        for (int i = 0; i < node.outputs().size(); i++) {
            if (!node.outputs().get(i).isEmpty()) {
                types.put(node.outputs().get(i), results.get(i));
            }
        }
        return results;
    }

    /** Learns that {@code name} is a constant. */
    void learn(String name, Tensor value) {
        types.put(name, value.type());
        constants.put(name, value);
    }

    @Nullable
    TensorType type(String name) {
        return types.get(name);
    }

    /** Whether both types are known, and the same. */
    boolean sameType(String one, String other) {
        TensorType type = types.get(one);
        return type != null && type.equals(types.get(other));
    }

    @Nullable
    Tensor constant(String name) {
        return constants.get(name);
    }
}
