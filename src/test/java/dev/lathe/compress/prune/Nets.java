package dev.lathe.compress.prune;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
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

/** Writes a small network node by node; each node's result has the node's name. Random values are seeded. */
final class Nets {
    private final Random random;
    private final List<Port> inputs = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    Nets(long seed) {
        random = new Random(seed);
    }

    Nets input(String name, int... dims) {
        inputs.add(Port.of(name, DType.FLOAT32, Shape.of(dims)));
        return this;
    }

    Nets constant(String name, Shape shape, float... values) {
        constants.put(name, Tensor.of(shape, values));
        return this;
    }

    /** Uniform in [-1, 1). */
    Nets weights(String name, int... dims) {
        float[] values = new float[Shape.of(dims).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return constant(name, Shape.of(dims), values);
    }

    /** Sets the constant {@code name} to {@code value} at {@code indices} along {@code axis}. */
    Nets fill(String name, float value, int axis, int... indices) {
        Tensor tensor = constants.get(name);
        int[] strides = tensor.shape().strides();
        for (int i = 0; i < tensor.size(); i++) {
            int at = i / strides[axis] % tensor.shape().dim(axis);
            if (Arrays.stream(indices).anyMatch(index -> index == at)) {
                tensor.floats()[i] = value;
            }
        }
        return this;
    }

    /** Replaces the numbers of the constant {@code name} by -1, 0 and 1, so that sums of them are exact. */
    Nets whole(String... names) {
        for (String name : names) {
            float[] values = constants.get(name).floats();
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(3) - 1;
            }
        }
        return this;
    }

    Nets relu(String name, String x) {
        return node(name, new Activate(new Activation.Relu()), x);
    }

    Nets node(String name, Op op, String... operands) {
        nodes.add(new Node(name, op, List.of(operands), List.of(name)));
        return this;
    }

    /** A Conv of weights {@code name.w} [k, c, r, s] and bias {@code name.b}, with one stride and padding all round. */
    Nets conv(String name, String x, int[] weights, int stride, int padding) {
        List<Integer> strides = List.of(stride, stride);
        List<Integer> pads = List.of(padding, padding);
        Window window = new Window(List.of(), strides, List.of(), new Padding.Explicit(pads, pads));
        return weights(name + ".w", weights)
                .weights(name + ".b", weights[0])
                .node(name, new Conv(window, 1, Epilogue.NONE), x, name + ".w", name + ".b");
    }

    /** A Gemm of weights {@code name.w} [n, k] and bias {@code name.b}. */
    Nets gemm(String name, String x, int n, int k) {
        return weights(name + ".w", n, k)
                .weights(name + ".b", n)
                .node(name, new Gemm(1, 1, false, true, Epilogue.NONE), x, name + ".w", name + ".b");
    }

    Graph graph(String... outputs) {
        List<Port> ports = Arrays.stream(outputs)
                .map(output -> new Port(output, DType.FLOAT32, null))
                .toList();
        return new Graph("net", inputs, ports, constants, nodes, Map.of("author", "test"));
    }
}
