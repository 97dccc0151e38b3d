package dev.lathe.compress.prune;

import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.tensor.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The masks of a graph. They are not stored: the zeros of the pruned constants are the mask, and the graph's metadata
 * lists which constants were pruned, as a zero in any other may grow again.
 */
public final class Masks {
    /** Key of the graph's metadata under which the names of pruned constants stand, one a line. */
    public static final String KEY = "lathe.pruned";

    private static final String SEPARATOR = "\n";

    private Masks() {}

    /**
     * {@code graph} with zeros where {@code masks} keep nothing, and the masks' constants recorded as pruned.
     *
     * @throws InputException if the graph has no such constant, or one of another size
     */
    public static Graph apply(Graph graph, Collection<Mask> masks) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        for (Mask mask : masks) {
            Tensor weights = constant(graph, mask.name());
            if (weights.size() != mask.size()) {
                throw new InputException("the mask of '" + mask.name() + "' is for " + mask.size()
                        + " weights, the graph has " + weights);
            }
            Tensor masked = weights.copy();
            mask.clear(masked.floats());
            constants.put(mask.name(), masked);
        }
        return record(
                graph.with(graph.nodes(), constants),
                masks.stream().map(Mask::name).toList());
    }

    /**
     * {@code graph} with the constants {@code names} recorded as pruned, beside those that are already.
     *
     * @throws InputException if the graph has no such constant, or its name has a line break
     */
    public static Graph record(Graph graph, Collection<String> names) {
        Set<String> pruned = new LinkedHashSet<>(recorded(graph));
        for (String name : names) {
            constant(graph, name);
            if (name.contains(SEPARATOR)) {
                throw new InputException("the constant '" + name + "' cannot be recorded: its name has a line break");
            }
            pruned.add(name);
        }
        Map<String, String> metadata = new LinkedHashMap<>(graph.metadata());
        metadata.put(KEY, String.join(SEPARATOR, pruned));
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), graph.constants(), graph.nodes(), metadata);
    }

    /**
     * The masks of the constants that {@code graph} records as pruned, by name: what is zero stays zero. Constants that
     * the graph no longer has are left out.
     */
    public static Map<String, Mask> of(Graph graph) {
        Map<String, Mask> masks = new LinkedHashMap<>();
        for (String name : recorded(graph)) {
            Tensor weights = graph.constant(name);
            if (weights != null) {
                masks.put(name, Mask.of(name, weights.floats(), weights.size()));
            }
        }
        return masks;
    }

    /** The names that the metadata lists. */
    static List<String> recorded(Graph graph) {
        String names = graph.metadata().getOrDefault(KEY, "");
        return names.isEmpty() ? List.of() : List.of(names.split(SEPARATOR));
    }

    private static Tensor constant(Graph graph, String name) {
        Tensor constant = graph.constant(name);
        if (constant == null) {
            throw new InputException("graph '" + graph.name() + "' has no constant '" + name + "' to prune");
        }
        return constant;
    }
}
