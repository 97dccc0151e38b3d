package dev.lathe.compress;

import dev.lathe.compress.lowrank.Ranks;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.KnownTypes;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Times layers alone, whole and thinned, at batch 1. What was timed once is remembered, so that a layer always has one
 * time. The weights of thinned layers are drawn at random: time does not depend on them. Not safe for several threads.
 */
final class LayerClock {
    private final Graph graph;
    private final KnownTypes types;
    private final Stopwatch stopwatch;
    private final Map<List<Object>, Double> known = new HashMap<>();

    LayerClock(Graph graph, KnownTypes types, Stopwatch stopwatch) {
        this.graph = graph;
        this.types = types;
        this.stopwatch = stopwatch;
    }

    /** Milliseconds of {@code layer} as it is. */
    double whole(Layer layer) {
        return known.computeIfAbsent(List.of(layer.name()), _ -> {
            Node node = layer.node().withInputs(inputs(layer));
            return stopwatch.milliseconds(alone(layer, node.input(0), List.of(node), constants(node)));
        });
    }

    /** Milliseconds of what stands for {@code layer} at {@code ranks}. */
    double thin(Layer layer, RankSpace space, Ranks ranks) {
        return known.computeIfAbsent(List.of(layer.name(), ranks), _ -> {
            Replacement thin =
                    Splitting.of(graph, layer.withInputs(inputs(layer)), space, ranks, random(layer, space, ranks));
            Map<String, Tensor> constants = new LinkedHashMap<>(thin.constants());
            thin.nodes().forEach(node -> constants.putAll(constants(node)));
            return stopwatch.milliseconds(alone(layer, layer.input(), thin.nodes(), constants));
        });
    }

    /** Operands of the layer alone: a bias that is no constant is left out. */
    private List<String> inputs(Layer layer) {
        List<String> inputs = layer.node().inputs();
        boolean known = inputs.size() < 3 || graph.constant(inputs.get(2)) != null;
        return known ? inputs : inputs.subList(0, 2);
    }

    private Map<String, Tensor> constants(Node node) {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        node.inputs().forEach(input -> {
            Tensor value = graph.constant(input);
            if (value != null) {
                constants.put(input, value);
            }
        });
        return constants;
    }

    private Graph alone(Layer layer, String input, List<Node> nodes, Map<String, Tensor> constants) {
        Shape x = Objects.requireNonNull(types.shape(input), input);
        Port port = Port.of(input, DType.FLOAT32, x);
        Port output = new Port(layer.node().output(), DType.FLOAT32, null);
        return new Graph(layer.name(), List.of(port), List.of(output), constants, nodes, Map.of());
    }

    private static List<ThinKernel> random(Layer layer, RankSpace space, Ranks ranks) {
        Extents extents = layer.extents();
        Random random = new Random(1);
        int inputs = space.reduces(ranks) ? ranks.inputs() : extents.inputs();
        int outputs = space.restores(ranks) ? ranks.outputs() : extents.outputs();
        ThinKernel group = new ThinKernel(
                space.reduces(ranks) ? gaussian(random, ranks.inputs() * extents.inputs()) : null,
                gaussian(random, outputs * inputs * extents.taps()),
                space.restores(ranks) ? gaussian(random, extents.outputs() * ranks.outputs()) : null,
                null);
        return Collections.nCopies(extents.groups(), group);
    }

    private static float[] gaussian(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
