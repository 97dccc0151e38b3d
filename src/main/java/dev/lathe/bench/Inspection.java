package dev.lathe.bench;

import dev.lathe.backend.reference.Reference;
import dev.lathe.error.ModelException;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.KnownTypes;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.Identity;
import dev.lathe.op.Op;
import dev.lathe.op.Reshape;
import dev.lathe.op.Squeeze;
import dev.lathe.op.Transpose;
import dev.lathe.op.Unsqueeze;
import dev.lathe.op.WeightOperands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a network is made of.
 *
 * @param parameters weights that multiply, as papers count them: the constants of convolutions and matrix products,
 *     each counted once
 * @param biases values per channel: biases, scale and shift of normalisations, each counted once
 * @param macs multiply-adds of convolutions and matrix products for the given input shapes; null when those are unknown
 * @param bytes of the model's file
 * @param layers the nodes in order
 */
public record Inspection(
        List<Value> inputs,
        List<Value> outputs,
        long parameters,
        long biases,
        @Nullable Long macs,
        long bytes,
        List<Layer> layers) {

    /**
     * An input or output.
     *
     * @param shape -1 stands for a free extent; null when nothing is declared
     * @param type such as {@code float32}
     */
    public record Value(String name, @Nullable List<Integer> shape, String type) {}

    /**
     * One node.
     *
     * @param output shape of its first result; null when unknown
     * @param parameters its weights, counted here also when another layer shares them
     * @param macs its multiply-adds; null when unknown
     */
    public record Layer(String name, String op, @Nullable List<Integer> output, long parameters, @Nullable Long macs) {}

    /** Without multiply-adds and result shapes, which hang on the input shapes. */
    public static Inspection of(Graph graph, long bytes) {
        return new Walk(graph, null).inspect(bytes);
    }

    /**
     * With everything.
     *
     * @param shapes a shape for every input
     * @throws ModelException if the model does not fit them
     */
    public static Inspection of(Graph graph, Map<String, Shape> shapes, long bytes) {
        boolean valuesDecide = !graph.parameterInputs().isEmpty();
        return new Walk(graph, valuesDecide ? null : KnownTypes.of(graph, shapes, Reference::evaluate)).inspect(bytes);
    }

    /** One look at one graph. */
    private static final class Walk {
        private final Graph graph;
        private final Map<String, Node> producers;
        private final @Nullable KnownTypes types;
        private final Set<String> weights = new HashSet<>();
        private final Set<String> biases = new HashSet<>();

        Walk(Graph graph, @Nullable KnownTypes types) {
            this.graph = graph;
            this.producers = graph.producers();
            this.types = types;
        }

        Inspection inspect(long bytes) {
            List<Layer> layers = graph.nodes().stream().map(this::layer).toList();
            biases.removeAll(weights);
            Long macs = types == null
                    ? null
                    : Long.valueOf(layers.stream()
                            .mapToLong(layer -> layer.macs() == null ? 0 : layer.macs())
                            .sum());
            return new Inspection(
                    values(graph.inputs()),
                    values(graph.outputs()),
                    elements(weights),
                    elements(biases),
                    macs,
                    bytes,
                    layers);
        }

        private static List<Value> values(List<Port> ports) {
            return ports.stream()
                    .map(port -> new Value(
                            port.name(), extents(port), port.dtype().name().toLowerCase(Locale.ROOT)))
                    .toList();
        }

        private static @Nullable List<Integer> extents(Port port) {
            List<Dim> dims = port.dims();
            return dims == null ? null : dims.stream().map(Dim::extent).toList();
        }

        private long elements(Set<String> constants) {
            return constants.stream()
                    .mapToLong(name -> graph.constants().get(name).size())
                    .sum();
        }

        private Layer layer(Node node) {
            Set<String> own = constants(node, WeightOperands.factors(node.op()));
            weights.addAll(own);
            constants(node, WeightOperands.biases(node.op())).stream()
                    .filter(name -> !(node.op() instanceof Binary)
                            || graph.constants().get(name).size() > 1)
                    .forEach(biases::add);
            Shape output = types == null ? null : types.shape(node.output());
            List<Integer> extents =
                    output == null ? null : Arrays.stream(output.dims()).boxed().toList();
            Long macs = types == null ? null : Long.valueOf(types.multiplications(node));
            return new Layer(node.name(), node.op().name(), extents, elements(own), macs);
        }

        private Set<String> constants(Node node, List<Integer> operands) {
            Set<String> names = new HashSet<>();
            for (int operand : operands) {
                String name =
                        operand < node.inputs().size() ? source(node.inputs().get(operand)) : "";
                Tensor value = graph.constant(name);
                if (value != null && (value.shape().rank() > 0 || value.size() > 1)) {
                    names.add(name);
                }
            }
            return names;
        }

        /** The value that {@code value} is a mere rewriting of: weights are stored quantised, transposed, reshaped. */
        private String source(String value) {
            String name = value;
            for (Node node = producers.get(name); node != null && keepsWeights(node.op()); node = producers.get(name)) {
                name = node.inputs().get(0);
            }
            return name;
        }

        private static boolean keepsWeights(Op op) {
            return op instanceof DequantizeLinear
                    || op instanceof Identity
                    || op instanceof Cast
                    || op instanceof Transpose
                    || op instanceof Reshape
                    || op instanceof Squeeze
                    || op instanceof Unsqueeze;
        }
    }
}
