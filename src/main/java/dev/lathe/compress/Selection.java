package dev.lathe.compress;

import dev.lathe.graph.Node;
import dev.lathe.graph.NodePattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which layers a step may touch, by {@linkplain NodePattern patterns}.
 *
 * @param include patterns of the layers to touch; empty for all
 * @param exclude patterns of the layers to leave alone, which wins
 * @param protectFirst whether the first layer is left alone
 * @param protectLast whether the last layer is left alone
 */
public record Selection(List<String> include, List<String> exclude, boolean protectFirst, boolean protectLast) {
    /** Every layer. */
    public static final Selection ALL = new Selection(List.of(), List.of(), false, false);

    public Selection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /**
     * The names of the selected ones of {@code layers}.
     *
     * @throws InputException if a pattern matches none of them: it was meant for another network
     */
    public Set<String> names(List<Node> layers) {
        Set<String> names = new LinkedHashSet<>(include.isEmpty() ? all(layers) : matches(layers, include));
        names.removeAll(matches(layers, exclude));
        if (protectFirst && !layers.isEmpty()) {
            names.remove(layers.getFirst().name());
        }
        if (protectLast && !layers.isEmpty()) {
            names.remove(layers.getLast().name());
        }
        return names;
    }

    private static List<String> matches(List<Node> layers, List<String> patterns) {
        List<String> names = new ArrayList<>();
        for (String pattern : patterns) {
            NodePattern.of(pattern).in(layers).forEach(node -> names.add(node.name()));
        }
        return names;
    }

    private static List<String> all(List<Node> layers) {
        return layers.stream().map(Node::name).toList();
    }
}
