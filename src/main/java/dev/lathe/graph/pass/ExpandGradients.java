package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.Binary;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.Moments;
import dev.lathe.op.Op;
import dev.lathe.op.Reduce;
import dev.lathe.op.ReluGradient;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Writes operators of training out in those of inference, for backends that have no kernels of their own for them. For
 * graphs of fixed inputs.
 */
public final class ExpandGradients implements Pass {
    private final BiPredicate<Op, Shape> wanted;

    /** All of them. */
    public ExpandGradients() {
        this((_, _) -> true);
    }

    /** @param wanted which, by the operator and the shape of its first operand */
    public ExpandGradients(BiPredicate<Op, Shape> wanted) {
        this.wanted = wanted;
    }

    /** Whether this pass knows how to write {@code op} out. */
    public static boolean writes(Op op) {
        return op instanceof BatchNormalizationGradient
                || op instanceof ConvFilterGradient
                || op instanceof Moments
                || op instanceof ReluGradient;
    }

    @Override
    public String name() {
        return "expand-gradients";
    }

    @Override
    public Graph apply(Graph graph) {
        if (graph.nodes().stream().noneMatch(node -> writes(node.op()))) {
            return graph;
        }
        Inference types = Inference.of(graph);
        Expansion expansion = new Expansion(graph);
        boolean changed = false;
        for (Node node : graph.nodes()) {
            boolean out = writes(node.op())
                    && wanted.test(node.op(), types.type(node.input(0)).shape());
            changed |= out;
            if (out) {
                write(expansion, node, types);
            } else {
                expansion.keep(node);
            }
        }
        return changed ? expansion.graph() : graph;
    }

    private static void write(Expansion to, Node node, Inference types) {
        to.at(node);
        Shape x = types.type(node.input(0)).shape();
        switch (node.op()) {
            case ConvFilterGradient op ->
                new FilterGradients(to, op, x, types.type(node.output()).shape()).write(node);
            case ReluGradient _ -> {
                String above = to.add(new Binary(Binary.Function.GREATER), node.input(1), to.number(0));
                to.give(0, new Where(), above, node.input(0), to.number(0));
            }
            case Moments _ -> moments(to, node, x);
            case BatchNormalizationGradient op -> normalization(to, op, node, x);
            case Op op -> throw new IllegalArgumentException(op.name() + " is not to be written out");
        }
    }

    private static void moments(Expansion to, Node node, Shape x) {
        Shape vector = Shape.of(x.dim(1));
        String mean = reduced(to, Reduce.Function.MEAN, node.input(0), x);
        to.reshape(0, mean, vector);
        String centred = to.add(new Binary(Binary.Function.SUB), node.input(0), mean);
        String squares = reduced(to, Reduce.Function.SUM_SQUARE, centred, x);
        String flat = to.reshape(squares, vector);
        to.give(1, new Binary(Binary.Function.MUL), flat, to.number(1.0 / Math.max(1, Moments.count(x))));
    }

    /** {@code value}, of shape x, reduced to one number for each channel; all axes stay. */
    private static String reduced(Expansion to, Reduce.Function function, String value, Shape x) {
        int[] others = IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
        return to.add(new Reduce(function, true, false), value, to.indices(others));
    }

    private static void normalization(Expansion to, BatchNormalizationGradient op, Node node, Shape x) {
        Op plus = new Binary(Binary.Function.ADD);
        Op minus = new Binary(Binary.Function.SUB);
        Op times = new Binary(Binary.Function.MUL);
        Op over = new Binary(Binary.Function.DIV);
        int[] dims = new int[x.rank()];
        Arrays.fill(dims, 1);
        dims[1] = x.dim(1);
        Shape wide = Shape.of(dims);
        String dy = node.input(0);
        String share = to.number(1.0 / Math.max(1, Moments.count(x)));
        String variance = to.add(plus, node.input(4), to.number(op.epsilon()));
        String deviation = to.add(new Unary(Unary.Function.SQRT), variance);
        String centred = to.add(minus, node.input(1), to.reshape(node.input(3), wide));
        String sum = reduced(to, Reduce.Function.SUM, dy, x);
        String products = reduced(to, Reduce.Function.SUM, to.add(times, dy, centred), x);
        String met = to.reshape(products, Shape.of(x.dim(1)));
        to.give(1, over, met, deviation);
        to.reshape(2, sum, Shape.of(x.dim(1)));
        String slope = to.reshape(to.add(times, to.add(over, met, variance), share), wide);
        String common = to.add(plus, to.add(times, sum, share), to.add(times, centred, slope));
        String factor = to.reshape(to.add(over, node.input(2), deviation), wide);
        to.give(0, times, to.add(minus, dy, common), factor);
    }
}
