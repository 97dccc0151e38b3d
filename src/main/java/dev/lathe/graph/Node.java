package dev.lathe.graph;

import dev.lathe.op.Op;
import java.util.List;
import java.util.Map;

/**
 * One application of an operator.
 *
 * @param name unique in its graph, never empty
 * @param inputs names of values; an empty string stands for an optional operand left out
 * @param outputs names of the values this node gives; an empty string stands for a result nobody wants
 * @param extras attributes of the file that Lathe does not know, serialised, by name; kept for writing
 */
public record Node(String name, Op op, List<String> inputs, List<String> outputs, Map<String, byte[]> extras) {
    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        extras = Map.copyOf(extras);
    }

    public Node(String name, Op op, List<String> inputs, List<String> outputs) {
        this(name, op, inputs, outputs, Map.of());
    }

    /** Name of operand {@code index}; empty when it is left out. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /** The first result's name. */
    public String output() {
        return outputs.get(0);
    }

    public Node withOp(Op other) {
        return new Node(name, other, inputs, outputs, extras);
    }

    public Node withInputs(List<String> other) {
        return new Node(name, op, other, outputs, extras);
    }

    public Node withOutputs(List<String> other) {
        return new Node(name, op, inputs, other, extras);
    }

    /** {@code conv1 (Conv)}. */
    @Override
    public String toString() {
        return name + " (" + op.name() + ")";
    }
}
