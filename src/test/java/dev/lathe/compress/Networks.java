package dev.lathe.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.SmallModels;
import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.KnownTypes;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small networks to compress, and what they give on the reference engine. */
final class Networks {
    private Networks() {}

    /**
     * Input {@code x}, one convolution {@code conv} with bias {@code b}, output {@code y}.
     *
     * @param x [n, c, spatial...]
     * @param w [k, c/groups, kernel...]
     */
    static Graph convolution(Shape x, Tensor w, int groups, int stride, int pad, int dilation) {
        int axes = w.shape().rank() - 2;
        List<Integer> pads = Collections.nCopies(axes, pad);
        Window window = new Window(
                List.of(),
                Collections.nCopies(axes, stride),
                Collections.nCopies(axes, dilation),
                new Padding.Explicit(pads, pads));
        return graph(
                x,
                Map.of("w", w, "b", bias(w.shape().dim(0))),
                List.of(new Node(
                        "conv", new Conv(window, groups, Epilogue.NONE), List.of("x", "w", "b"), List.of("y"))));
    }

    /**
     * Input {@code x [n, c, h, w]}, flattened, a Gemm {@code fc} with weights [k, c·h·w] and a bias, output {@code y}.
     */
    static Graph flattened(Shape x, Tensor w) {
        return graph(
                x,
                Map.of("w", w, "b", bias(w.shape().dim(0))),
                List.of(
                        new Node("flat", new Flatten(1), List.of("x"), List.of("f")),
                        new Node(
                                "fc",
                                new Gemm(1, 1, false, true, Epilogue.NONE),
                                List.of("f", "w", "b"),
                                List.of("y"))));
    }

    /** Input {@code x [rows, inputs]}, a Gemm {@code fc} of alpha 0.5 and beta 2, weights [inputs, outputs]. */
    static Graph matrix(int rows, Tensor w) {
        return graph(
                Shape.of(rows, w.shape().dim(0)),
                Map.of("w", w, "b", bias(w.shape().dim(1))),
                List.of(new Node(
                        "fc", new Gemm(.5f, 2, false, false, Epilogue.NONE), List.of("x", "w", "b"), List.of("y"))));
    }

    /** Input {@code x [2, rows, inputs]}, a MatMul {@code product} with weights [inputs, outputs]. */
    static Graph product(int rows, Tensor w) {
        return graph(
                Shape.of(2, rows, w.shape().dim(0)),
                Map.of("w", w),
                List.of(new Node("product", new MatMul(), List.of("x", "w"), List.of("y"))));
    }

    private static Graph graph(Shape x, Map<String, Tensor> constants, List<Node> nodes) {
        List<Dim> dims =
                new ArrayList<>(Arrays.stream(x.dims()).mapToObj(Dim::of).toList());
        dims.set(0, Dim.free("batch"));
        return new Graph(
                "net",
                List.of(new Port("x", DType.FLOAT32, dims)),
                List.of(new Port("y", DType.FLOAT32, null)),
                new LinkedHashMap<>(constants),
                nodes,
                Map.of());
    }

    private static Tensor bias(int outputs) {
        return SmallModels.random(new Random(3), outputs);
    }

    /** {@code graph} with other weights {@code w}. */
    static Graph withWeights(Graph graph, Tensor w) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.put("w", w);
        return graph.with(graph.nodes(), constants);
    }

    /** Shapes of the inputs at batch 1. */
    static Map<String, Shape> shapes(Graph graph) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        graph.inputs().forEach(port -> shapes.put(port.name(), port.shape(1)));
        return shapes;
    }

    static KnownTypes types(Graph graph) {
        return KnownTypes.of(graph, shapes(graph), Reference::evaluate);
    }

    static Surroundings surroundings(Graph graph) {
        return Surroundings.of(Reference::evaluate, shapes(graph));
    }

    /** The first output on two random images. */
    static Tensor run(Graph graph) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Random random = new Random(9);
        graph.inputs()
                .forEach(port -> inputs.put(
                        port.name(), SmallModels.random(random, port.shape(2).dims())));
        try (Engine engine = Engine.open("reference");
                Session session = engine.session(Model.of(graph, graph.name()))) {
            return session.run(inputs).values().iterator().next();
        }
    }

    /** Both networks give the same to {@code tolerance} times the largest result. */
    static void assertSame(Graph actual, Graph expected, double tolerance) {
        Tensor wanted = run(expected);
        Tensor given = run(actual);
        assertThat(given.type()).isEqualTo(wanted.type());
        double most = 0;
        for (int i = 0; i < wanted.size(); i++) {
            most = Math.max(most, Math.abs(wanted.doubleAt(i)));
        }
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(given.doubleAt(i))
                    .as("element %d", i)
                    .isBetween(wanted.doubleAt(i) - tolerance * most, wanted.doubleAt(i) + tolerance * most);
        }
    }
}
