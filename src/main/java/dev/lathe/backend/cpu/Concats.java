package dev.lathe.backend.cpu;

import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Concat;
import dev.lathe.op.Conv;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Concatenations of channels, and which of their operands are written right to where they belong, so that nothing is
 * left to copy: results of convolutions, channels last, that nothing else uses.
 */
final class Concats {
    private final Layouts layouts;
    private final Inference types;
    private final Set<String> outputs = new HashSet<>();

    /** By the value of an operand that of the concatenation. */
    private final Map<String, String> homes = new HashMap<>();

    private final Map<String, Place> places = new HashMap<>();

    /** @param nodes what runs, in order */
    Concats(List<Node> nodes, Layouts layouts, Inference types) {
        this.layouts = layouts;
        this.types = types;
        layouts.graph().outputs().stream().map(Port::name).forEach(outputs::add);
        Set<String> candidates = candidates(nodes);
        for (Node node : nodes) {
            if (isOfChannels(node)) {
                place(node, candidates);
            }
        }
    }

    /** Results that may go elsewhere: of kernels that can, used once, not by the caller. */
    private Set<String> candidates(List<Node> nodes) {
        Set<String> results = new HashSet<>();
        Set<String> used = new HashSet<>();
        for (Node node : nodes) {
            if (isPlaceable(node)) {
                results.add(node.output());
            }
            for (String input : node.inputs()) {
                if (!used.add(input)) {
                    results.remove(input);
                }
            }
        }
        results.removeAll(outputs);
        return results;
    }

    /** A residual lies as results do, which it would not here; a depthwise convolution writes lines as a whole. */
    private boolean isPlaceable(Node node) {
        return node.op() instanceof Conv conv
                && layouts.isChannelsLast(node)
                && !conv.epilogue().residual()
                && !DepthwiseConv.accepts(conv, types.operands(node));
    }

    private boolean isOfChannels(Node node) {
        return node.op() instanceof Concat concat
                && layouts.isChannelsLast(node)
                && concat.axis(types.type(node.output()).shape().rank()) == 1
                && !outputs.contains(node.output());
    }

    private void place(Node concat, Set<String> candidates) {
        int pitch = channels(concat.output());
        int first = 0;
        for (String operand : concat.inputs()) {
            if (candidates.contains(operand)) {
                homes.put(operand, concat.output());
                places.put(operand, new Place(pitch, first));
            }
            first += channels(operand);
        }
    }

    private int channels(String value) {
        return types.type(value).shape().dim(1);
    }

    /** By each value that lives inside another that other value. */
    Map<String, String> homes() {
        return homes;
    }

    /** Where the result of a convolution goes. */
    Place place(String result) {
        Place place = places.get(result);
        return place == null ? Place.alone(channels(result)) : place;
    }

    /** Whether {@code operand} of a concatenation is where it belongs before that runs. */
    boolean isPlaced(String operand) {
        return places.containsKey(operand);
    }
}
