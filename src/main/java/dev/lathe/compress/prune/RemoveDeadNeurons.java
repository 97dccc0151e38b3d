package dev.lathe.compress.prune;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.pass.Evaluator;
import dev.lathe.op.Conv;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes neurons that pruning has cut off: filters and matrix columns whose weights are all zero, and those whose
 * output the next layer multiplies by zeros only. The constant that the former give moves through activations,
 * normalisations and pools into the next layer's bias. The network computes the same, up to the rounding of these
 * biases; inputs and weights have to be finite.
 *
 * <p>Neurons are followed from a Conv of one group, Gemm or MatMul to the next through operators that treat each of
 * them for itself, with one user each. Where that is not so (Concat, sums of two values, groups, local response
 * normalisation, outputs of the graph) they are left, with the reason. At least one neuron of each layer stays.
 */
public final class RemoveDeadNeurons {
    private final Evaluator evaluator;

    /**
     * What went.
     *
     * @param node of the layer
     * @param before its neurons before, at least one more than {@code after}
     */
    public record Removed(String node, int before, int after) {}

    /** So many dead {@code neurons} of the layer {@code node} stay because of {@code reason}. */
    public record Left(String node, int neurons, String reason) {}

    /** {@code graph} is the one that was given if nothing went. */
    public record Result(Graph graph, List<Removed> removed, List<Left> left) {}

    /** @param evaluator computes what becomes of constants */
    public RemoveDeadNeurons(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** Removes until nothing changes, as one neuron gone can leave others without inputs or without users. */
    public Result apply(Graph graph) {
        Map<String, Removed> removed = new LinkedHashMap<>();
        Graph current = graph;
        Graph before;
        do {
            before = current;
            for (String name : graph.nodes().stream().map(Node::name).toList()) {
                current = shrink(current, name, removed);
            }
        } while (current != before);
        return new Result(current, List.copyOf(removed.values()), left(current));
    }

    private Graph shrink(Graph graph, String name, Map<String, Removed> removed) {
        Links links = Links.of(graph);
        Node node = graph.nodes().stream()
                .filter(other -> other.name().equals(name))
                .findFirst()
                .orElseThrow();
        Layer layer = Layer.of(links, node);
        if (layer == null) {
            return graph;
        }
        DeadNeurons dead = DeadNeurons.of(layer, links, evaluator);
        if (dead.removable() > 0) {
            int before = removed.containsKey(name) ? removed.get(name).before() : layer.neurons();
            removed.put(name, new Removed(name, before, layer.neurons() - dead.removable()));
        }
        return dead.removed();
    }

    private List<Left> left(Graph graph) {
        Links links = Links.of(graph);
        List<Left> left = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Layer layer = Layer.of(links, node);
            if (layer != null) {
                DeadNeurons.of(layer, links, evaluator)
                        .left()
                        .forEach((reason, neurons) -> left.add(new Left(node.name(), neurons, reason)));
            } else if (node.op() instanceof Conv conv && conv.groups() > 1) {
                int zeros = zeroFilters(graph.constant(node.input(Layer.WEIGHTS)));
                if (zeros > 0) {
                    left.add(new Left(node.name(), zeros, node + " has " + conv.groups() + " groups"));
                }
            }
        }
        return left;
    }

    private static int zeroFilters(@Nullable Tensor weights) {
        return weights == null || weights.dtype() != DType.FLOAT32
                ? 0
                : Positions.zeros(weights, 0).cardinality();
    }
}
