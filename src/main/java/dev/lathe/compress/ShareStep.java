package dev.lathe.compress;

import dev.lathe.compress.cluster.Clustering;
import dev.lathe.compress.cluster.Codebook;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lets the weights of a layer share few values. */
record ShareStep(SharePlan plan, Surroundings around) {
    private static final int WEIGHTS = 1;
    private static final int BIAS = 2;

    /**
     * A layer as it was, and the constants that hold its weights now.
     *
     * @param node as it was, whose name and kind decide
     */
    record Sharer(Node node, List<String> constants, boolean convolution) {}

    /** {@code graph} with the weights of {@code sharers} replaced by the nearest of few values. */
    Graph apply(Graph graph, List<Sharer> sharers) {
        Map<String, Integer> bits = bits(sharers);
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        int done = 0;
        for (Sharer sharer : sharers) {
            String name = sharer.node().name();
            around.listener().progress("values of " + name, done++, sharers.size());
            for (String constant : sharer.constants()) {
                constants.put(constant, shared(constants.get(constant), bits.get(name)));
            }
        }
        if (plan.biasBits() > 0) {
            biases(graph, sharers).forEach(name -> constants.put(name, shared(constants.get(name), plan.biasBits())));
        }
        return graph.with(graph.nodes(), constants);
    }

    /** The constant biases of the nodes that multiply with the weights of {@code sharers}. */
    private static Set<String> biases(Graph graph, List<Sharer> sharers) {
        Set<String> weights = new HashSet<>();
        sharers.forEach(sharer -> weights.addAll(sharer.constants()));
        Set<String> biases = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            List<String> inputs = node.inputs();
            if (inputs.size() > BIAS && weights.contains(inputs.get(WEIGHTS))) {
                Tensor bias = graph.constant(inputs.get(BIAS));
                if (bias != null && bias.dtype() == DType.FLOAT32) {
                    biases.add(inputs.get(BIAS));
                }
            }
        }
        return biases;
    }

    private Tensor shared(Tensor weights, int bits) {
        Tensor exact = weights.copy();
        Codebook codebook = new Clustering(1 << bits, plan.initialisation(), plan.seed()).share(exact.floats());
        return Tensor.of(weights.shape(), codebook.apply(exact.floats()));
    }

    private Map<String, Integer> bits(List<Sharer> sharers) {
        Map<String, Integer> bits = new LinkedHashMap<>();
        for (Sharer sharer : sharers) {
            bits.put(sharer.node().name(), sharer.convolution() ? plan.convolutionBits() : plan.matrixBits());
        }
        List<Node> nodes = sharers.stream().map(Sharer::node).toList();
        plan.layerBits().forEach((pattern, value) -> new Selection(List.of(pattern), List.of(), false, false)
                .names(nodes)
                .forEach(name -> bits.put(name, value)));
        return bits;
    }
}
