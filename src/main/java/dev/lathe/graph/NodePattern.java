package dev.lathe.graph;

import dev.lathe.error.InputException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How people name nodes: a name in which {@code *} stands for any characters and {@code ?} for one, {@code op:Conv} for
 * an operator, or {@code /regular expression/}, which has to match the whole name. A node whose name is the text itself
 * goes before all that.
 */
public final class NodePattern {
    private static final String OPERATOR = "op:";

    private final String text;
    private final Pattern names;

    private NodePattern(String text, Pattern names) {
        this.text = text;
        this.names = names;
    }

    /** @throws InputException if {@code text} stands between slashes and is no regular expression */
    public static NodePattern of(String text) {
        return new NodePattern(text, expression(text));
    }

    /**
     * Those of {@code nodes} that are meant, in their order; one at least.
     *
     * @throws InputException if none is: the pattern was meant for another network
     */
    public List<Node> in(List<Node> nodes) {
        List<Node> found = matches(nodes);
        if (found.isEmpty()) {
            throw new InputException("no layer is called '" + text + "'; there are "
                    + nodes.stream().map(Node::name).toList());
        }
        return found;
    }

    private List<Node> matches(List<Node> nodes) {
        if (text.startsWith(OPERATOR)) {
            String operator = text.substring(OPERATOR.length());
            return nodes.stream()
                    .filter(node -> node.op().name().equals(operator))
                    .toList();
        }
        List<Node> named =
                nodes.stream().filter(node -> node.name().equals(text)).toList();
        return named.isEmpty()
                ? nodes.stream()
                        .filter(node -> names.matcher(node.name()).matches())
                        .toList()
                : named;
    }

    private static Pattern expression(String text) {
        if (text.length() < 2 || !text.startsWith("/") || !text.endsWith("/")) {
            return glob(text);
        }
        try {
            return Pattern.compile(text.substring(1, text.length() - 1));
        } catch (PatternSyntaxException e) {
            throw new InputException("'" + text + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    private static Pattern glob(String pattern) {
        StringBuilder text = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            text.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(text.toString(), Pattern.DOTALL);
    }

    @Override
    public String toString() {
        return text;
    }
}
