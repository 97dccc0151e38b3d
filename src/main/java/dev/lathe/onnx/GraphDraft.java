package dev.lathe.onnx;

import dev.lathe.error.ModelException;
import dev.lathe.graph.Node;
import dev.lathe.op.Cast;
import dev.lathe.op.ElementType;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A graph while it is read: its constants, its nodes, and what is known of its values so far. */
final class GraphDraft {
    private final ModelSource source;
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, ValueInfo> declared = new HashMap<>();
    private final Map<String, ValueInfo> known = new HashMap<>();
    private final Names valueNames;
    private final Names nodeNames;
    private final Map<String, Integer> uses;
    private final Set<String> absorbed = new HashSet<>();

    /**
     * @param valueNames every name of a value in the file
     * @param nodeNames every name of a node in the file
     * @param uses how often the nodes of the file read each value; being an output counts, too
     */
    GraphDraft(ModelSource source, Set<String> valueNames, Set<String> nodeNames, Map<String, Integer> uses) {
        this.source = source;
        this.valueNames = new Names(valueNames);
        this.nodeNames = new Names(nodeNames);
        this.uses = Map.copyOf(uses);
    }

    ModelSource source() {
        return source;
    }

    /** What the file says of a value; it counts where nothing better is known. */
    void declare(String value, ValueInfo info) {
        declared.put(value, info);
    }

    ValueInfo info(String value) {
        return known.getOrDefault(value, ValueInfo.UNKNOWN).or(declared.getOrDefault(value, ValueInfo.UNKNOWN));
    }

    @Nullable
    Tensor constant(String value) {
        return constants.get(value);
    }

    Map<String, Tensor> constants() {
        return constants;
    }

    List<Node> nodes() {
        return nodes;
    }

    boolean isUsed(String value) {
        return uses.containsKey(value);
    }

    /** Adds a constant under exactly this name; {@code element} is its type in the file. */
    void define(String name, Tensor tensor, @Nullable ElementType element) {
        known.put(name, ValueInfo.of(tensor).withElement(element));
        if (name.isEmpty() || constants.put(name, tensor) != null) {
            throw new ModelException(
                    source.label() + ": constant " + ModelSource.quote(name) + " is nameless or defined twice");
        }
    }

    /** Notes that an operator holds the value of constant {@code name}, which goes if nobody else reads it. */
    void absorb(String name) {
        absorbed.add(name);
    }

    /** Adds {@code node} and works out what is known of its results. */
    void add(Node node) {
        nodes.add(node);
        List<ValueInfo> operands = node.inputs().stream().map(this::info).toList();
        for (int i = 0; i < node.outputs().size(); i++) {
            known.put(node.outputs().get(i), ValueInfos.of(node.op(), operands, i));
        }
    }

    /**
     * Lets the last node give {@code output} instead of {@code value}, if it is a cast to narrower or wider floats that
     * nobody else reads: casting them back changes nothing, because they are held in single precision anyway.
     */
    boolean castBack(String value, String output) {
        Node last = nodes.isEmpty() ? null : nodes.getLast();
        boolean merges = last != null
                && last.op() instanceof Cast(var to)
                && to != ElementType.FLOAT32
                && to.dtype() == DType.FLOAT32
                && last.output().equals(value)
                && uses.getOrDefault(value, 0) == 1;
        if (merges) {
            nodes.removeLast();
            add(last.withOutputs(List.of(output)));
        }
        return merges;
    }

    /** Forgets the constants that are part of operators now. */
    void dropAbsorbed(Set<String> outputs) {
        nodes.forEach(node -> absorbed.removeAll(node.inputs()));
        absorbed.removeAll(outputs);
        constants.keySet().removeAll(absorbed);
    }

    /** {@code wanted}, or a name like it that no value has yet. */
    String freshValue(String wanted) {
        return valueNames.fresh(wanted);
    }

    /** {@code wanted}, or a name like it that no node has yet. */
    String freshNode(String wanted) {
        return nodeNames.fresh(wanted);
    }
}
