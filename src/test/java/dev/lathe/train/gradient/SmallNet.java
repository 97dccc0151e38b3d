package dev.lathe.train.gradient;

import static dev.lathe.train.gradient.GradientCases.between;
import static dev.lathe.train.gradient.GradientCases.floats;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Op;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Softmax;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A residual network of four classes in little: every kind of layer that such networks have. */
final class SmallNet {
    static final int BATCH = 3;
    static final int CLASSES = 4;

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();

    private SmallNet() {}

    static Graph graph() {
        SmallNet net = new SmallNet();
        String first = net.normalised("first", net.conv("conv1", "image", 2, 5, 1), 5);
        Window window = new Window(List.of(3, 3), List.of(2, 2), List.of(), pads(1));
        String pooled = net.node("pool", new Pool(Pool.Kind.MAX, window, false, false, 2, false), first);
        String second = net.normalised("second", net.conv("conv2", pooled, 5, 5, 1), 5);
        String sum = net.node("sum", new Binary(Binary.Function.ADD), pooled, second);
        String third = net.conv("conv3", sum, 5, 7, 2);
        String features = net.node("mean", new GlobalPool(Pool.Kind.AVERAGE, 2), third);
        String flat = net.node("flat", new Flatten(1), features);
        net.constants.put("matrix", floats(CLASSES, 7));
        net.constants.put("bias", floats(CLASSES));
        String logits = net.node("logits", new Gemm(1, 1, false, true, Epilogue.NONE), flat, "matrix", "bias");
        net.node("output", new Softmax(1, false, false), logits);
        return new Graph(
                "small",
                List.of(Port.of("image", DType.FLOAT32, Shape.of(BATCH, 2, 9, 8))),
                List.of(Port.of("output", DType.FLOAT32, Shape.of(BATCH, CLASSES))),
                net.constants,
                net.nodes,
                Map.of());
    }

    static Tensor image() {
        return floats(BATCH, 2, 9, 8);
    }

    /** Rows that add up to 1. */
    static Tensor targets() {
        Tensor targets = between(0.1, 1, BATCH, CLASSES);
        for (int row = 0; row < BATCH; row++) {
            double sum = 0;
            for (int i = 0; i < CLASSES; i++) {
                sum += targets.doubleAt(row * CLASSES + i);
            }
            for (int i = 0; i < CLASSES; i++) {
                targets.set(row * CLASSES + i, targets.doubleAt(row * CLASSES + i) / sum);
            }
        }
        return targets;
    }

    private static Padding pads(int pad) {
        return new Padding.Explicit(List.of(pad, pad), List.of(pad, pad));
    }

    private String node(String name, Op op, String... operands) {
        nodes.add(new Node(name, op, List.of(operands), List.of(name)));
        return name;
    }

    private String conv(String name, String x, int inputs, int outputs, int stride) {
        constants.put(name + ".weight", floats(outputs, inputs, 3, 3));
        Window window = new Window(List.of(), List.of(stride, stride), List.of(), pads(1));
        return node(name, new Conv(window, 1, Epilogue.NONE), x, name + ".weight");
    }

    private String normalised(String name, String x, int channels) {
        constants.put(name + ".scale", between(0.5, 1.5, channels));
        constants.put(name + ".bias", floats(channels));
        constants.put(name + ".mean", between(-0.2, 0.3, channels));
        constants.put(name + ".variance", between(0.5, 1.7, channels));
        String normal = node(
                name + "_bn",
                new BatchNormalization(1e-5f),
                x,
                name + ".scale",
                name + ".bias",
                name + ".mean",
                name + ".variance");
        return node(name, new Activate(new Activation.Relu()), normal);
    }
}
