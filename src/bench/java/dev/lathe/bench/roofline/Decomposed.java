package dev.lathe.bench.roofline;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A network whose 3x3 convolutions of more than a few channels became 1x1, 3x3 and 1x1, of random weights. */
final class Decomposed {
    private static final int TAPS_OF_3X3 = 9;
    private static final int SEED = 2;

    private static final Window POINT =
            new Window(List.of(), List.of(), List.of(), new Padding.Explicit(List.of(0, 0), List.of(0, 0)));

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants;
    private final double rate;

    private Decomposed(Graph graph, double rate) {
        this.constants = new HashMap<>(graph.constants());
        this.rate = rate;
        Inference types = Inference.of(graph);
        for (Node node : graph.nodes()) {
            if (isDecomposable(node, types)) {
                split(node, types.operands(node).shape(1));
            } else {
                nodes.add(node);
            }
        }
    }

    /** @param rate so large a part of channels and filters become ranks */
    static Graph at(Graph graph, double rate) {
        Decomposed decomposed = new Decomposed(graph, rate);
        return graph.with(decomposed.nodes, decomposed.constants);
    }

    private static boolean isDecomposable(Node node, Inference types) {
        if (!(node.op() instanceof Conv conv) || conv.groups() > 1) {
            return false;
        }
        Shape w = types.operands(node).shape(1);
        return w.product(2, w.rank()) == TAPS_OF_3X3 && w.dim(1) > TAPS_OF_3X3;
    }

    private void split(Node node, Shape w) {
        Conv conv = (Conv) node.op();
        int inner = rank(w.dim(1));
        int outer = rank(w.dim(0));
        String in = add(node.name() + ".in", new Conv(POINT, 1, Epilogue.NONE), node.input(0), inner, w.dim(1), 1, 1);
        Conv core = new Conv(conv.window(), 1, Epilogue.NONE);
        String middle = add(node.name() + ".core", core, in, outer, inner, w.dim(2), w.dim(3));
        List<String> operands = new ArrayList<>(node.inputs());
        operands.set(0, middle);
        operands.set(1, weights(node.name() + ".out", w.dim(0), outer, 1, 1));
        nodes.add(new Node(node.name() + ".out", new Conv(POINT, 1, conv.epilogue()), operands, node.outputs()));
    }

    private String add(String name, Conv conv, String input, int... shape) {
        nodes.add(new Node(name, conv, List.of(input, weights(name, shape)), List.of(name + ".y")));
        return name + ".y";
    }

    private String weights(String name, int... shape) {
        Tensor w = Tensor.zeros(TensorType.float32(Shape.of(shape)));
        double deviation = Math.sqrt(2.0 / w.shape().product(1, w.shape().rank()));
        for (int i = 0; i < w.size(); i++) {
            w.floats()[i] = (float) (deviation * random.nextGaussian());
        }
        constants.put(name + ".w", w);
        return name + ".w";
    }

    private int rank(int extent) {
        return Math.clamp((int) Math.ceil(extent * rate), 1, extent);
    }
}
