package dev.lathe.zoo;

import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Op;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A graph in the making: {@link #input} gives its first {@link Value}, on which layers are stacked; not reusable. */
final class NetBuilder {
    private final String name;
    private final Weights weights;
    private final List<Port> inputs = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    NetBuilder(String name, long seed) {
        this.name = name;
        this.weights = new Weights(seed);
    }

    /** The input {@code [batch, channels, side, side]}, named {@code input}. */
    Value input(int channels, int side) {
        inputs.add(new Port("input", DType.FLOAT32, dims(channels, side, side)));
        return new Value(this, "input", channels);
    }

    /** The graph whose result, renamed to {@code output}, is {@code logits}: one number per class. */
    Graph build(Value logits) {
        Node last = nodes.removeLast();
        nodes.add(last.withOutputs(List.of("output")));
        Port output = new Port("output", DType.FLOAT32, dims(logits.channels()));
        return new Graph(name, inputs, List.of(output), constants, nodes, Map.of());
    }

    private static List<Dim> dims(int... extents) {
        return Stream.concat(
                        Stream.of(Dim.free("batch")), Arrays.stream(extents).mapToObj(Dim::of))
                .toList();
    }

    Weights weights() {
        return weights;
    }

    /** Names {@code tensor}. */
    String constant(String constant, Tensor tensor) {
        constants.put(constant, tensor);
        return constant;
    }

    /** Adds a node called like its only result, which has {@code channels} channels. */
    Value node(String node, Op op, List<String> operands, int channels) {
        nodes.add(new Node(node, op, operands, List.of(node)));
        return new Value(this, node, channels);
    }
}
