package dev.lathe.compress.search.job;

import dev.lathe.backend.reference.Reference;
import dev.lathe.compress.Compressed;
import dev.lathe.compress.CompressionPlan;
import dev.lathe.compress.Compressor;
import dev.lathe.compress.LowRankPlan;
import dev.lathe.compress.PrunePlan;
import dev.lathe.compress.RankRule;
import dev.lathe.compress.RankRule.Kept;
import dev.lathe.compress.Selection;
import dev.lathe.compress.SharePlan;
import dev.lathe.compress.Surroundings;
import dev.lathe.compress.cluster.Clustering;
import dev.lathe.compress.cluster.Initialisation;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A network on its way to a smaller one, step by step, with room for training between the steps. Immutable.
 *
 * @param shapes of the inputs at batch 1
 * @param nodes by layer of the original, the names of those that stand for it now
 */
record Draft(Graph graph, Map<String, Shape> shapes, Map<String, List<String>> nodes) {
    private static final int WEIGHTS = 1;
    private static final int MATRIX = 2;
    private static final int SWEEPS = 100;
    private static final double TOLERANCE = 1e-4;

    /** The original. */
    static Draft of(Graph graph, Map<String, Shape> shapes, List<String> layers) {
        Map<String, List<String>> nodes = new LinkedHashMap<>();
        layers.forEach(layer -> nodes.put(layer, List.of(layer)));
        return new Draft(graph, shapes, nodes);
    }

    /** With other weights. */
    Draft with(Graph trained) {
        return new Draft(trained, shapes, nodes);
    }

    /** With thin layers in place of those that {@code ranks} names. */
    Draft thinned(Map<String, Kept> ranks) {
        if (ranks.isEmpty()) {
            return this;
        }
        Compressed thin =
                compressed(new CompressionPlan(lowRank(new RankRule.Table(ranks), Selection.ALL), null, null));
        Map<String, List<String>> now = new LinkedHashMap<>(nodes);
        thin.layers().stream()
                .filter(layer -> now.containsKey(layer.name()))
                .forEach(layer -> now.put(layer.name(), layer.nodes()));
        return new Draft(thin.graph(), shapes, now);
    }

    static LowRankPlan lowRank(RankRule rule, Selection selection) {
        return new LowRankPlan(rule, 1, 1, false, SWEEPS, TOLERANCE, selection);
    }

    /**
     * With the share of its weights left to each layer that {@code densities} names.
     *
     * @param removeNeurons whether neurons without inputs or outputs go
     */
    Draft pruned(Map<String, Double> densities, boolean removeNeurons) {
        Map<String, Double> each = byNode(densities);
        if (each.isEmpty()) {
            return this;
        }
        PrunePlan plan = new PrunePlan(new PrunePlan.ByLayer(each), removeNeurons, only(each));
        return with(compressed(new CompressionPlan(null, plan, null)).graph());
    }

    /** With 2^bits values besides zero for each layer that {@code bits} names. */
    Draft shared(Map<String, Integer> bits) {
        Map<String, Integer> each = byNode(bits);
        if (each.isEmpty()) {
            return this;
        }
        int most = Clustering.MOST_CLUSTERS;
        SharePlan plan = new SharePlan(
                Integer.numberOfTrailingZeros(most),
                Integer.numberOfTrailingZeros(most),
                0,
                each,
                Initialisation.OPTIMAL,
                0,
                only(each));
        return with(compressed(new CompressionPlan(null, null, plan)).graph());
    }

    private Compressed compressed(CompressionPlan plan) {
        return Compressor.compress(graph, plan, Surroundings.of(Reference::evaluate, shapes));
    }

    /** What is wanted of layers, for the nodes that are left of them and have weights. */
    private <T> Map<String, T> byNode(Map<String, T> byLayer) {
        Set<String> present = graph.nodes().stream()
                .filter(node -> weights(graph, node) != null)
                .map(Node::name)
                .collect(Collectors.toSet());
        Map<String, T> each = new LinkedHashMap<>();
        byLayer.forEach((layer, wanted) ->
                nodes.get(layer).stream().filter(present::contains).forEach(node -> each.put(node, wanted)));
        return each;
    }

    /** The constant floats that {@code node} multiplies with; null if it has none. */
    static @Nullable Tensor weights(Graph graph, Node node) {
        Tensor weights = graph.constant(node.input(WEIGHTS));
        boolean fit = weights != null
                && weights.dtype() == DType.FLOAT32
                && weights.shape().rank() >= MATRIX;
        return fit ? weights : null;
    }

    private static Selection only(Map<String, ?> nodes) {
        return new Selection(new ArrayList<>(nodes.keySet()), List.of(), false, false);
    }

    /** The node called {@code name}. */
    static Node node(Graph graph, String name) {
        return graph.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
