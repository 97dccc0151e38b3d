package dev.lathe.backend.gpu;

import dev.lathe.backend.Views;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.op.Concat;
import dev.lathe.tensor.Shape;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which values lie inside others: a reshaped value in what it was made of, and an operand of a Concat in the result,
 * where the join is of whole blocks, so that it is written in place.
 */
final class Placement {
    /** The value that has memory of its own, and where in it, in bytes. */
    record Place(String root, long offset) {}

    private final Map<String, Place> inside = new HashMap<>();

    /** @param alignment bytes to which a part of memory must be aligned */
    Placement(Graph graph, Inference types, int alignment) {
        for (Node node : graph.nodes()) {
            if (Views.isView(node.op())) {
                // straight to the origin, so that a long chain of views is not walked again for each of them
                inside.put(node.output(), of(node.input(0)));
            }
        }
        Set<String> computed =
                graph.nodes().stream().flatMap(node -> node.outputs().stream()).collect(Collectors.toSet());
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Concat concat) {
                place(node, concat, types, computed, alignment);
            }
        }
    }

    private void place(Node node, Concat concat, Inference types, Set<String> computed, int alignment) {
        Shape joined = types.type(node.output()).shape();
        if (joined.product(0, concat.axis(joined.rank())) != 1) {
            return;
        }
        List<String> parts = node.inputs();
        long offset = 0;
        for (String part : parts) {
            long bytes = types.type(part).bytes();
            boolean alone = Collections.frequency(parts, part) == 1 && !inside.containsKey(part);
            if (alone && computed.contains(part) && bytes > 0 && offset % alignment == 0) {
                inside.put(part, new Place(node.output(), offset));
            }
            offset += bytes;
        }
    }

    /** Where {@code value} lies; at the start of itself when it has memory of its own. */
    Place of(String value) {
        String root = value;
        long offset = 0;
        for (Place place = inside.get(root); place != null; place = inside.get(root)) {
            root = place.root();
            offset += place.offset();
        }
        return new Place(root, offset);
    }

    /** Whether operand {@code part} of a Concat is computed where {@code node}'s result wants it. */
    boolean isInPlace(Node node, String part) {
        Place place = inside.get(part);
        return node.op() instanceof Concat && place != null && place.root().equals(node.output());
    }
}
