package dev.lathe;

import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Networks small enough for a test, with seeded weights. */
public final class SmallModels {
    private SmallModels() {}

    /** Input {@code x [batch, 3, 9, 9]}; conv, relu, flatten, fully connected; output {@code y [batch, 5]}. */
    public static Model classifier(long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("w", random(random, 7, 3, 3, 3));
        weights.put("b", random(random, 7));
        weights.put("fc", random(random, 5, 7 * 5 * 5));
        weights.put("bias", random(random, 5));
        Window window =
                new Window(List.of(3, 3), List.of(2, 2), List.of(), new Padding.Explicit(List.of(1, 1), List.of(1, 1)));
        List<Node> nodes = List.of(
                new Node("conv", new Conv(window, 1, Epilogue.NONE), List.of("x", "w", "b"), List.of("c")),
                new Node("relu", new Activate(new Activation.Relu()), List.of("c"), List.of("r")),
                new Node("flatten", new Flatten(1), List.of("r"), List.of("f")),
                new Node("fc", new Gemm(1, 1, false, true, Epilogue.NONE), List.of("f", "fc", "bias"), List.of("y")));
        Port input = new Port("x", DType.FLOAT32, List.of(Dim.free("batch"), Dim.of(3), Dim.of(9), Dim.of(9)));
        Port output = new Port("y", DType.FLOAT32, List.of(Dim.free("batch"), Dim.of(5)));
        return Model.of(
                new Graph("classifier", List.of(input), List.of(output), weights, nodes, Map.of()), "classifier");
    }

    /** Input {@code x [1, 16, 9, 9]}; a 3x3 conv that Winograd's method is for; output {@code y [1, 16, 9, 9]}. */
    public static Model threeByThree(long seed) {
        Random random = new Random(seed);
        Window window =
                new Window(List.of(3, 3), List.of(), List.of(), new Padding.Explicit(List.of(1, 1), List.of(1, 1)));
        Node conv = new Node("conv", new Conv(window, 1, Epilogue.NONE), List.of("x", "w"), List.of("y"));
        List<Dim> image = List.of(Dim.of(1), Dim.of(16), Dim.of(9), Dim.of(9));
        Graph graph = new Graph(
                "three",
                List.of(new Port("x", DType.FLOAT32, image)),
                List.of(new Port("y", DType.FLOAT32, image)),
                Map.of("w", random(random, 16, 16, 3, 3)),
                List.of(conv),
                Map.of());
        return Model.of(graph, "three");
    }

    /** Normally distributed elements. */
    public static Tensor random(Random random, int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(shape, values);
    }
}
