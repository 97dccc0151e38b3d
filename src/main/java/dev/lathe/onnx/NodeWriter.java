package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lathe.error.ModelException;
import dev.lathe.graph.Node;
import dev.lathe.op.Op;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes the ONNX nodes that one node is written as: either the {@linkplain #whole whole}, or a {@linkplain #head head},
 * which keeps the name, then {@linkplain #step steps} in any order, and a {@linkplain #tail tail}, which gives the
 * results.
 */
final class NodeWriter {
    private final GraphProto.Builder graph;
    private final Names values;
    private final Names names;
    private final Node node;
    private final List<TensorProto> attributes;

    /** @param attributes takes the constants that a reader makes attributes again; they have to follow all others */
    NodeWriter(GraphProto.Builder graph, List<TensorProto> attributes, Names values, Names names, Node node) {
        this.graph = graph;
        this.attributes = attributes;
        this.values = values;
        this.names = names;
        this.node = node;
    }

    /** Name of operand {@code index}, empty when absent. */
    String input(int index) {
        return index < node.inputs().size() ? node.inputs().get(index) : "";
    }

    boolean has(int index) {
        return !input(index).isEmpty();
    }

    /** All operands. */
    List<String> inputs() {
        return node.inputs();
    }

    void whole(String operator, AttributesBuilder attributes) {
        whole(operator, attributes, node.inputs());
    }

    void whole(String operator, AttributesBuilder attributes, List<String> inputs) {
        add(operator, node.name(), inputs, node.outputs(), withExtras(attributes));
    }

    /** Gives the name of the result. */
    String head(String operator, AttributesBuilder attributes, List<String> inputs) {
        String value = values.fresh(node.name() + "/" + operator);
        add(operator, node.name(), inputs, List.of(value), withExtras(attributes));
        return value;
    }

    /** Gives the name of the result. */
    String step(String operator, AttributesBuilder attributes, List<String> inputs) {
        String value = values.fresh(node.name() + "/" + operator);
        add(operator, names.fresh(value), inputs, List.of(value), attributes.build());
        return value;
    }

    void tail(String operator, AttributesBuilder attributes, List<String> inputs) {
        add(operator, names.fresh(node.name() + "/" + operator), inputs, node.outputs(), attributes.build());
    }

    /** Takes the ONNX nodes of {@code op} on {@code input}, which then gives the results. */
    NodeWriter last(Op op, String input) {
        String name = names.fresh(node.name() + "/" + op.name());
        Node last = new Node(name, op, List.of(input), node.outputs());
        return new NodeWriter(graph, attributes, values, names, last);
    }

    /** As {@link #constant}, for a value that is part of the operator. */
    String attribute(String role, Tensor tensor) {
        String value = values.fresh(node.name() + "/" + role);
        attributes.add(TensorEncoder.encode(value, tensor));
        return value;
    }

    /** Adds the constant {@code <node>/role} and gives its name. */
    String constant(String role, Tensor tensor) {
        String value = values.fresh(node.name() + "/" + role);
        graph.addInitializer(TensorEncoder.encode(value, tensor));
        return value;
    }

    private List<AttributeProto> withExtras(AttributesBuilder attributes) {
        Map<String, AttributeProto> all = new TreeMap<>();
        node.extras().forEach((name, bytes) -> all.put(name, parse(name, bytes)));
        attributes.build().forEach(attribute -> all.put(attribute.getName(), attribute));
        return List.copyOf(all.values());
    }

    private AttributeProto parse(String name, byte[] bytes) {
        try {
            return AttributeProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException("node " + node + ": extra attribute '" + name + "' is damaged", e);
        }
    }

    private void add(
            String operator, String name, List<String> inputs, List<String> outputs, List<AttributeProto> attributes) {
        int end = inputs.size();
        while (end > 0 && inputs.get(end - 1).isEmpty()) {
            end--;
        }
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(inputs.subList(0, end))
                .addAllOutput(outputs)
                .addAllAttribute(attributes));
    }
}
