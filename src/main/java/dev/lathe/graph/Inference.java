package dev.lathe.graph;

import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.error.ShapeException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The type of every value of a graph whose inputs are fixed. */
public final class Inference {
    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<String, Tensor> constants;

    private Inference(Graph graph) {
        constants = graph.constants();
        constants.forEach((name, tensor) -> types.put(name, tensor.type()));
    }

    /**
     * Infers {@code graph}, whose inputs must be {@linkplain Graph#bind fixed}.
     *
     * @throws ModelException naming the node whose operands do not fit
     */
    public static Inference of(Graph graph) {
        Inference inference = new Inference(graph);
        graph.inputs().forEach(p -> inference.types.put(p.name(), new TensorType(p.dtype(), p.shape(1))));
        for (Node node : graph.nodes()) {
            List<TensorType> results = infer(node, inference.operands(node));
            for (int i = 0; i < node.outputs().size(); i++) {
                if (!node.outputs().get(i).isEmpty()) {
                    inference.types.put(node.outputs().get(i), results.get(i));
                }
            }
        }
        return inference;
    }

    /**
     * Results of {@code node}, refused with its name when operands do not fit or more results are wanted than exist.
     */
    public static List<TensorType> infer(Node node, Operands operands) {
        try {
            List<TensorType> results = node.op().infer(operands);
            if (results.size() < node.outputs().size()) {
                throw new ModelException("node " + node + " has " + results.size() + " results, "
                        + node.outputs().size() + " are wanted");
            }
            return results;
        } catch (ShapeException e) {
            throw new ModelException("node " + node + ": " + e.getMessage(), e);
        } catch (UnsupportedException | LimitException e) {
            throw e.in("node " + node);
        }
    }

    /** The operands of {@code node}, with values where they are constants. */
    public Operands operands(Node node) {
        List<Operands.@Nullable Operand> operands = new ArrayList<>();
        for (String input : node.inputs()) {
            operands.add(input.isEmpty() ? null : new Operands.Operand(type(input), constants.get(input)));
        }
        return Operands.of(operands);
    }

    /** Type of the value {@code name}, which must exist. */
    public TensorType type(String name) {
        TensorType type = types.get(name);
        if (type == null) {
            throw new ModelException("value '" + name + "' does not exist");
        }
        return type;
    }
}
