package dev.lathe.train.gradient;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.op.Moments;
import dev.lathe.op.Op;
import dev.lathe.op.WeightOperands;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network as it is trained: its weights are inputs, under the names they had as constants.
 *
 * @param graph the network, with the weights as its last inputs and the statistics of the batch as its last outputs
 * @param weights the values that the weights begin with, by name, in the order of the inputs
 * @param statistics of each batch normalisation that uses those of the batch
 */
public record TrainingForm(Graph graph, Map<String, Tensor> weights, List<Statistics> statistics) {
    /** What batch normalisation subtracts and divides by. */
    public enum Normalization {
        /** Mean and variance of the batch; the caller keeps running averages for inference. */
        BATCH,
        /** The constants of the network, which stay as they are. */
        FROZEN
    }

    /**
     * Names of what one batch normalisation uses.
     *
     * @param mean the constant of the network that is to become the running average of {@code batchMean}
     * @param variance as {@code mean}, of {@code batchVariance}
     * @param batchMean an output, FLOAT32 [channels]
     * @param batchVariance likewise: the mean of squares, divided by their number and not by one less
     */
    public record Statistics(String mean, String variance, String batchMean, String batchVariance) {}

    public TrainingForm {
        weights = new LinkedHashMap<>(weights);
        statistics = List.copyOf(statistics);
    }

    /**
     * The form of {@code graph}, whose inputs are fixed and shape arithmetic is folded. Weights are the FLOAT32
     * constants of more than one element that are data to some operator, and those of one element that are filters,
     * matrices, biases or scales; statistics are none. Dropout stays what it is, and so passes its x on.
     */
    public static TrainingForm of(Graph graph, Normalization normalization) {
        Sketch sketch = new Sketch(graph);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Set<String> named = weightNames(graph);
        graph.constants().forEach((name, value) -> {
            if (named.contains(name)) {
                weights.put(name, value);
                sketch.open(name);
            }
        });
        List<Statistics> statistics = new ArrayList<>();
        for (Node node : graph.nodes()) {
            boolean batch = normalization == Normalization.BATCH && node.op() instanceof BatchNormalization;
            sketch.add(batch ? ofBatch(sketch, node, statistics) : node);
        }
        return new TrainingForm(sketch.graph(), weights, statistics);
    }

    private static Set<String> weightNames(Graph graph) {
        Set<String> names = new HashSet<>();
        Set<String> statistics = new HashSet<>();
        for (Node node : graph.nodes()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                Tensor value = graph.constant(node.input(i));
                if (node.op() instanceof BatchNormalization && i > 2) {
                    statistics.add(node.input(i));
                } else if (value != null && isWeight(node.op(), i, value)) {
                    names.add(node.input(i));
                }
            }
        }
        names.removeAll(statistics);
        return names;
    }

    private static boolean isWeight(Op op, int operand, Tensor value) {
        boolean named = !(op instanceof Binary)
                && (WeightOperands.factors(op).contains(operand)
                        || WeightOperands.biases(op).contains(operand));
        return value.dtype() == DType.FLOAT32 && !op.parameters().contains(operand) && (named || value.size() > 1);
    }

    /** {@code node} on statistics that are computed from its x. */
    private static Node ofBatch(Sketch sketch, Node node, List<Statistics> statistics) {
        sketch.at(node.name());
        String x = node.input(0);
        List<String> found = sketch.apply(new Moments(), 2, x);
        statistics.add(new Statistics(
                node.input(3),
                node.input(4),
                sketch.publish(found.get(0), node.name() + "_batch_mean"),
                sketch.publish(found.get(1), node.name() + "_batch_variance")));
        return node.withInputs(List.of(x, node.input(1), node.input(2), found.get(0), found.get(1)));
    }
}
