package dev.lathe.compress.prune;

import dev.lathe.graph.Graph;
import dev.lathe.graph.pass.Evaluator;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The dead neurons of one layer: those whose weights are all zero, which give a constant, and those that the next layer
 * multiplies by zeros only.
 */
final class DeadNeurons {
    private static final String LAST = "a layer keeps at least one neuron";

    private final Links links;
    private final Layer layer;
    private final Way way;
    private final BitSet constant;
    private final BitSet removable = new BitSet();
    private final Map<String, Integer> left = new LinkedHashMap<>();

    private DeadNeurons(Links links, Layer layer, Evaluator evaluator) {
        this.links = links;
        this.layer = layer;
        this.way = Walk.from(layer, links, evaluator);
        this.constant = Positions.zeros(layer.weights(), layer.neuronAxis());
        switch (way) {
            case Way.Blocked(String reason) -> constant.stream().forEach(_ -> leave(reason));
            case Way.Open open -> sort(open);
        }
    }

    static DeadNeurons of(Layer layer, Links links, Evaluator evaluator) {
        return new DeadNeurons(links, layer, evaluator);
    }

    private void sort(Way.Open open) {
        removable.or(open.unused());
        for (int neuron : constant.stream().toArray()) {
            String obstacle = removable.get(neuron) ? "" : open.obstacle(neuron);
            removable.set(neuron, obstacle.isEmpty());
            if (!obstacle.isEmpty()) {
                leave(obstacle);
            }
        }
        if (removable.cardinality() == layer.neurons()) {
            removable.clear(0);
            leave(LAST);
        }
    }

    private void leave(String reason) {
        left.merge(reason, 1, Integer::sum);
    }

    /** How many dead neurons have to stay, by reason. */
    Map<String, Integer> left() {
        return left;
    }

    int removable() {
        return removable.cardinality();
    }

    /** The graph without the neurons that can go; what they gave is in the next layer's bias. */
    Graph removed() {
        if (removable.isEmpty() || !(way instanceof Way.Open open)) {
            return links.graph();
        }
        Revision revision = new Revision(links);
        BitSet kept = new BitSet();
        kept.set(0, layer.neurons());
        kept.andNot(removable);
        shrink(revision, kept);
        for (Way.Step step : open.steps()) {
            int[] positions = Positions.of(kept, step.block());
            for (Way.Step.Operand operand : step.operands()) {
                Tensor values = constant(step.node().input(operand.index()));
                revision.replace(step.node(), operand.index(), Positions.take(values, operand.axis(), positions));
            }
        }
        moveConstants(revision, open);
        Layer next = open.next();
        int[] positions = Positions.of(kept, open.block());
        revision.replace(next.node(), Layer.WEIGHTS, Positions.take(next.weights(), next.inputAxis(), positions));
        return revision.graph();
    }

    private void shrink(Revision revision, BitSet kept) {
        int[] neurons = Positions.of(kept, 1);
        revision.replace(layer.node(), Layer.WEIGHTS, Positions.take(layer.weights(), layer.neuronAxis(), neurons));
        Tensor bias = layer.bias();
        if (bias != null && bias.size() > 1) {
            revision.replace(
                    layer.node(), Layer.BIAS, Positions.take(bias, bias.shape().rank() - 1, neurons));
        }
    }

    /** Adds to the next bias what the next layer makes of the neurons that are constant but not zero. */
    private void moveConstants(Revision revision, Way.Open open) {
        Layer next = open.next();
        float[] moved = new float[next.inputs()];
        boolean any = false;
        for (int position = 0; position < moved.length; position++) {
            int neuron = position / open.block();
            if (removable.get(neuron) && constant.get(neuron)) {
                moved[position] = open.values()[position];
                any |= moved[position] != 0;
            }
        }
        if (!any) {
            return;
        }
        double[] response = next.response(moved);
        float[] bias = new float[next.neurons()];
        for (int neuron = 0; neuron < bias.length; neuron++) {
            bias[neuron] = (float) (next.biasOf(neuron) + response[neuron]);
        }
        revision.replace(next.node(), Layer.BIAS, Tensor.of(Shape.of(bias.length), bias));
        revision.replaceOperator(next.node(), next.withPlainBias());
    }

    private Tensor constant(String name) {
        return Objects.requireNonNull(links.graph().constant(name), name);
    }
}
