package dev.lathe.compress;

import dev.lathe.compress.Layer.Form;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.pass.KnownTypes;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.op.Geometry;
import dev.lathe.op.MatMul;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.Op;
import dev.lathe.op.QLinearConv;
import dev.lathe.op.QLinearMatMul;
import dev.lathe.op.Reshape;
import dev.lathe.op.WeightOperands;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the nodes of a graph that multiply with weights. */
final class Layers {
    private final Graph graph;
    private final KnownTypes types;
    private final Map<String, Node> producers;
    private final Map<String, Integer> uses;
    private final Set<String> varying;

    private Layers(Graph graph, KnownTypes types) {
        this.graph = graph;
        this.types = types;
        this.producers = graph.producers();
        this.uses = graph.uses();
        this.varying = varying(graph);
    }

    /**
     * In the order of the graph.
     *
     * @param types of {@code graph} at batch 1
     */
    static List<Candidate> of(Graph graph, KnownTypes types) {
        Layers layers = new Layers(graph, types);
        List<Candidate> candidates = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Candidate candidate = layers.candidate(node);
            if (candidate != null) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private @Nullable Candidate candidate(Node node) {
        Op op = node.op();
        if (varying.contains(node.input(0)) && varying.contains(node.input(1))) {
            return null; // a product of two activations, as in attention, has no weights
        }
        if (op instanceof Conv || op instanceof Gemm || op instanceof MatMul) {
            String reason = reasonAgainst(node);
            return reason == null ? layer(node) : unfit(node, reason);
        }
        if (op instanceof ConvTranspose) {
            return unfit(node, "transposed convolutions are not decomposed");
        }
        boolean integer = op instanceof ConvInteger
                || op instanceof MatMulInteger
                || op instanceof QLinearConv
                || op instanceof QLinearMatMul;
        return integer ? unfit(node, "its weights are integers") : null;
    }

    private Unfit unfit(Node node, String reason) {
        long parameters = 0;
        for (int weights : WeightOperands.factors(node.op())) {
            String value = node.input(weights);
            Shape shape = varying.contains(value) ? null : types.shape(value);
            parameters += shape == null ? 0 : shape.size();
        }
        return new Unfit(node, reason, parameters, types.multiplications(node));
    }

    /** Every value that is not known before a run. */
    private static Set<String> varying(Graph graph) {
        Set<String> varying = new HashSet<>();
        graph.inputs().forEach(port -> varying.add(port.name()));
        for (Node node : graph.nodes()) {
            if (node.inputs().stream().anyMatch(varying::contains)) {
                varying.addAll(node.outputs());
            }
        }
        return varying;
    }

    private @Nullable String reasonAgainst(Node node) {
        Tensor weights = graph.constant(node.input(1));
        if (weights == null) {
            Node producer = producers.get(node.input(1));
            return producer == null ? "its weights are an input" : "its weights are computed by " + producer;
        }
        if (weights.dtype() != DType.FLOAT32) {
            return "its weights are " + weights.type();
        }
        if (uses.getOrDefault(node.input(1), 0) > 1) {
            return "other nodes use its weights, too";
        }
        if (types.shape(node.input(0)) == null || types.shape(node.output()) == null) {
            return "the shape of its input is not known";
        }
        return switch (node.op()) {
            case Conv conv -> conv.epilogue().equals(Epilogue.NONE) ? null : "it is fused with other operators";
            case Gemm gemm -> reasonAgainst(gemm, node);
            case MatMul _ -> weights.shape().rank() == 2 ? null : "its weights have shape " + weights.shape();
            case Op other -> throw new IllegalStateException(other.name());
        };
    }

    private @Nullable String reasonAgainst(Gemm gemm, Node node) {
        if (!gemm.epilogue().equals(Epilogue.NONE)) {
            return "it is fused with other operators";
        }
        if (gemm.transposeA()) {
            return "its input is transposed";
        }
        return graph.constant(node.input(0)) == null ? null : "its first operand is a constant";
    }

    private Layer layer(Node node) {
        Tensor weights = Objects.requireNonNull(graph.constant(node.input(1)));
        Shape x = shape(node.input(0));
        Shape y = shape(node.output());
        if (node.op() instanceof Conv conv) {
            Shape w = weights.shape();
            Geometry geometry = conv.geometry(x, w);
            int taps = w.product(2, w.rank());
            Extents extents = new Extents(
                    w.dim(0) / conv.groups(),
                    w.dim(1),
                    taps,
                    conv.groups(),
                    x.product(2, x.rank()),
                    y.product(2, y.rank()));
            List<Integer> kernel = Arrays.stream(geometry.kernel()).boxed().toList();
            return new Layer(node, Form.CONVOLUTION, node.input(0), weights, extents, kernel);
        }
        int inputs = x.dim(x.rank() - 1);
        int outputs = y.dim(y.rank() - 1);
        long rows = y.product(0, y.rank() - 1);
        Extents extents = new Extents(outputs, inputs, 1, 1, rows, rows);
        Layer matrix = new Layer(node, Form.MATRIX, node.input(0), weights, extents, List.of());
        Node flattening = flattening(node.input(0));
        return flattening == null ? matrix : flattened(matrix, flattening.input(0));
    }

    /** {@code matrix} as a convolution of the maps that {@code value} holds, if its bias allows that. */
    private Layer flattened(Layer matrix, String value) {
        Shape map = shape(value);
        int taps = map.product(2, map.rank());
        Extents flat = matrix.extents();
        Extents extents = new Extents(flat.outputs(), flat.inputs() / taps, taps, 1, taps, 1);
        List<Integer> kernel =
                Arrays.stream(map.slice(2, map.rank()).dims()).boxed().toList();
        Layer layer = new Layer(matrix.node(), Form.FLATTENED, value, matrix.weights(), extents, kernel);
        return layer.takesBias(graph) ? layer : matrix;
    }

    /** The node that makes vectors of maps of more than one position, [n, c, spatial...] to [n, c·spatial]. */
    private @Nullable Node flattening(String value) {
        Node node = producers.get(value);
        if (node == null || !(node.op() instanceof Flatten || node.op() instanceof Reshape)) {
            return null;
        }
        Shape from = types.shape(node.input(0));
        if (from == null || from.rank() < 3 || from.rank() > 5) {
            return null;
        }
        Shape to = shape(value);
        boolean flattens = to.rank() == 2 && to.dim(0) == from.dim(0) && from.product(2, from.rank()) > 1;
        return flattens ? node : null;
    }

    private Shape shape(String value) {
        return Objects.requireNonNull(types.shape(value), value);
    }
}
