package dev.lathe.graph.pass;

import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Op;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes a small graph, node by node; every node's (first) result has the node's name. Random values are seeded. */
final class Sketch {
    private final Random random;
    private final List<Port> inputs = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    Sketch(long seed) {
        random = new Random(seed);
    }

    /** A float input; -1 is a free extent. */
    Sketch input(String name, int... dims) {
        inputs.add(new Port(
                name, DType.FLOAT32, Arrays.stream(dims).mapToObj(Dim::of).toList()));
        return this;
    }

    Sketch constant(String name, Tensor value) {
        constants.put(name, value);
        return this;
    }

    Sketch vector(String name, long... values) {
        return constant(name, Tensor.vector(values));
    }

    Sketch scalar(String name, double value) {
        return constant(name, Tensor.scalar((float) value));
    }

    /** Uniform in [-1, 1). */
    Sketch weights(String name, int... dims) {
        return constant(name, random(Shape.of(dims), -1, 1));
    }

    /** Constants {@code name.scale}, {@code name.bias}, {@code name.mean}, {@code name.variance}: variances above 0. */
    Sketch statistics(String name, int channels) {
        Shape shape = Shape.of(channels);
        return constant(name + ".scale", random(shape, -1.5f, 1.5f))
                .constant(name + ".bias", random(shape, -1, 1))
                .constant(name + ".mean", random(shape, -1, 1))
                .constant(name + ".variance", random(shape, 0.5f, 2));
    }

    Sketch node(String name, Op op, String... operands) {
        return node(new Node(name, op, List.of(operands), List.of(name)));
    }

    Sketch node(Node node) {
        nodes.add(node);
        return this;
    }

    /** A plain convolution of one group. */
    Sketch conv(String name, String... operands) {
        return node(
                name, new Conv(new Window(List.of(), List.of(), List.of(), Padding.NONE), 1, Epilogue.NONE), operands);
    }

    Sketch binary(String name, Binary.Function function, String left, String right) {
        return node(name, new Binary(function), left, right);
    }

    Sketch activate(String name, Activation function, String operand) {
        return node(name, new Activate(function), operand);
    }

    Tensor random(Shape shape, float from, float to) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = from + random.nextFloat() * (to - from);
        }
        return Tensor.of(shape, values);
    }

    /** The graph; outputs are declared as floats of unknown extents. */
    Graph graph(String... outputs) {
        List<Port> ports = Arrays.stream(outputs)
                .map(output -> new Port(output, DType.FLOAT32, null))
                .toList();
        return new Graph("sketch", inputs, ports, constants, nodes, Map.of());
    }
}
