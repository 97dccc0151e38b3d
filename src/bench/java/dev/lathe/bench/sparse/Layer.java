package dev.lathe.bench.sparse;

import dev.lathe.Model;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
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
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A layer of {@code filters} filters of one tap over one plane of {@code extent} x {@code extent} positions; extent 0
 * is a fully connected layer.
 */
record Layer(int channels, int extent, int filters) {
    /** The name of the only node. */
    static final String NODE = "layer";

    /** Those that docs/benchmarks.md quotes. */
    static final List<Layer> SUITE = List.of(
            new Layer(9216, 0, 4096),
            new Layer(4096, 0, 4096),
            new Layer(256, 14, 1024),
            new Layer(1024, 14, 256),
            new Layer(64, 56, 256),
            new Layer(512, 28, 128),
            new Layer(512, 7, 2048));

    String label() {
        return extent == 0
                ? filters + " x " + channels
                : channels + "x" + extent + "x" + extent + "->" + filters + " 1x1";
    }

    private Shape input() {
        return extent == 0 ? Shape.of(1, channels) : Shape.of(1, channels, extent, extent);
    }

    Tensor image() {
        return random(input(), 1, new SplittableRandom(1));
    }

    /** The layer as a model; a weight is kept with probability {@code density}. */
    Model model(double density) {
        Shape w = extent == 0 ? Shape.of(filters, channels) : Shape.of(filters, channels, 1, 1);
        Shape y = extent == 0 ? Shape.of(1, filters) : Shape.of(1, filters, extent, extent);
        Node node = new Node(NODE, op(), List.of("x", "w"), List.of("y"));
        Graph graph = new Graph(
                label(),
                List.of(Port.of("x", DType.FLOAT32, input())),
                List.of(Port.of("y", DType.FLOAT32, y)),
                Map.of("w", random(w, density, new SplittableRandom(2))),
                List.of(node),
                Map.of());
        return Model.of(graph, label());
    }

    private Op op() {
        Epilogue relu = new Epilogue(false, new Activation.Relu());
        if (extent == 0) {
            return new Gemm(1, 1, false, true, relu);
        }
        Padding none = new Padding.Explicit(List.of(0, 0), List.of(0, 0));
        return new Conv(new Window(List.of(), List.of(), List.of(), none), 1, relu);
    }

    private static Tensor random(Shape shape, double density, SplittableRandom random) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < density ? (float) random.nextGaussian() : 0;
        }
        return Tensor.of(shape, values);
    }
}
