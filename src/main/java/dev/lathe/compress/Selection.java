package dev.lathe.compress;

import dev.lathe.error.InputException;
import dev.lathe.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which layers a step may touch. A pattern is a name in which {@code *} stands for any characters and {@code ?} for
 * one, {@code op:Conv} for an operator, or {@code /regular expression/}, which has to match the whole name.
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
            List<String> found = matches(layers, pattern);
            if (found.isEmpty()) {
                throw new InputException("no layer is called '" + pattern + "'; there are " + all(layers));
            }
            names.addAll(found);
        }
        return names;
    }

    private static List<String> matches(List<Node> layers, String pattern) {
        if (pattern.startsWith("op:")) {
            return layers.stream()
                    .filter(node -> node.op().name().equals(pattern.substring("op:".length())))
                    .map(Node::name)
                    .toList();
        }
        if (all(layers).contains(pattern)) {
            return List.of(pattern);
        }
        Pattern expression = expression(pattern);
        return all(layers).stream()
                .filter(name -> expression.matcher(name).matches())
                .toList();
    }

    private static Pattern expression(String pattern) {
        if (pattern.length() < 2 || !pattern.startsWith("/") || !pattern.endsWith("/")) {
            return glob(pattern);
        }
        try {
            return Pattern.compile(pattern.substring(1, pattern.length() - 1));
        } catch (PatternSyntaxException e) {
            throw new InputException("'" + pattern + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    private static Pattern glob(String pattern) {
        StringBuilder text = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            text.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(text.toString(), Pattern.DOTALL);
    }

    private static List<String> all(List<Node> layers) {
        return layers.stream().map(Node::name).toList();
    }
}
