package dev.lathe.train;

import dev.lathe.RandomTensors;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.Op;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Reshape;
import dev.lathe.op.Softmax;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.gradient.TrainingForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small network of every kind of layer that is trained, for the images of {@link #PICTURES}. */
final class ToyNetwork {
    static final int CLASSES = 3;
    static final Pictures PICTURES = new Pictures(Shape.of(2, 7, 6), 53, CLASSES, 5);

    private static final int CHANNELS = 5;
    private static final int FEATURES = CHANNELS * 4 * 3;

    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private ToyNetwork() {}

    /** Conv, batch normalisation, Relu, MaxPool, Reshape, Gemm, Softmax. */
    static Graph graph(long seed) {
        Random random = new Random(seed);
        ToyNetwork net = new ToyNetwork();
        net.constants.put("filters", RandomTensors.floats(random, CHANNELS, 2, 3, 3));
        net.constants.put("scale", filled(1));
        net.constants.put("shift", filled(0.1f));
        net.constants.put("mean", filled(0));
        net.constants.put("variance", filled(1));
        net.constants.put("target", Tensor.vector(-1, FEATURES));
        net.constants.put("matrix", RandomTensors.floats(random, CLASSES, FEATURES));
        net.constants.put("bias", RandomTensors.floats(random, CLASSES));
        Padding one = new Padding.Explicit(List.of(1, 1), List.of(1, 1));
        net.node(
                "conv",
                new Conv(new Window(List.of(), List.of(1, 1), List.of(), one), 1, Epilogue.NONE),
                "x",
                "filters");
        net.node("normal", new BatchNormalization(1e-5f), "conv", "scale", "shift", "mean", "variance");
        net.node("relu", new Activate(new Activation.Relu()), "normal");
        Window two =
                new Window(List.of(3, 2), List.of(2, 2), List.of(), new Padding.Explicit(List.of(1, 0), List.of(1, 0)));
        net.node("pool", new Pool(Pool.Kind.MAX, two, false, false, 2, false), "relu");
        net.node("flat", new Reshape(false), "pool", "target");
        net.node("logits", new Gemm(1, 1, false, true, Epilogue.NONE), "flat", "matrix", "bias");
        net.node("y", new Softmax(1, false, false), "logits");
        Port x = new Port("x", DType.FLOAT32, List.of(Dim.free("n"), Dim.of(2), Dim.of(7), Dim.of(6)));
        Port y = new Port("y", DType.FLOAT32, List.of(Dim.free("n"), Dim.of(CLASSES)));
        return new Graph("toy", List.of(x), List.of(y), net.constants, net.nodes, Map.of());
    }

    /** {@link #graph} as a network. */
    static Network network(long seed) {
        return Network.of(graph(seed), PICTURES.shape(), TrainingForm.Normalization.BATCH);
    }

    private static Tensor filled(float value) {
        float[] values = new float[CHANNELS];
        Arrays.fill(values, value);
        return Tensor.of(Shape.of(CHANNELS), values);
    }

    private void node(String name, Op op, String... operands) {
        nodes.add(new Node(name, op, List.of(operands), List.of(name)));
    }
}
