package dev.lathe.graph.pass;

import dev.lathe.graph.Node;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.Unary;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads elementwise arithmetic backwards: which values, numbers and functions a value is made of. Steps only over nodes
 * that nothing else uses.
 */
final class Formula {
    /** How many products deep {@link #product} looks: x · (0.5 · (1 + erf)) needs two. */
    private static final int DEPTH = 3;

    private final Rewriter rewriter;
    private int rank;

    Formula(Rewriter rewriter) {
        this.rewriter = rewriter;
    }

    /** coefficient · product of the values named by {@code factors}. */
    record Product(double coefficient, List<String> factors) {}

    /** value + addend. */
    record Sum(String value, double addend) {}

    /** What {@code node} multiplies, Div by numbers included; a value that is no product is its own only factor. */
    Product product(Node node) {
        List<String> factors = new ArrayList<>();
        return new Product(multiply(node, 1, factors), factors);
    }

    /** As {@link #product(Node)} for the node that gives {@code value}. */
    Product product(String value) {
        List<String> factors = new ArrayList<>();
        return new Product(multiply(value, 1, factors), factors);
    }

    private double multiply(Node node, int depth, List<String> factors) {
        String left = node.input(0);
        String right = node.input(1);
        Double divisor = node.op().equals(new Binary(Binary.Function.DIV)) ? number(right) : null;
        return divisor != null
                ? multiply(left, depth, factors) / divisor
                : multiply(left, depth, factors) * multiply(right, depth, factors);
    }

    private double multiply(String value, int depth, List<String> factors) {
        Double number = number(value);
        if (number != null) {
            return number;
        }
        Node node = rewriter.soleProducer(value);
        if (node != null && depth < DEPTH && isProduct(node)) {
            return multiply(node, depth + 1, factors);
        }
        factors.add(value);
        return 1;
    }

    /** Whether {@code node} is a Mul, or a Div by a number. */
    boolean isProduct(Node node) {
        return node.op() instanceof Binary(Binary.Function function)
                && (function == Binary.Function.MUL
                        || (function == Binary.Function.DIV && number(node.input(1)) != null));
    }

    /** {@code value} as a sum with a number, or null if it is none. */
    @Nullable
    Sum sum(String value) {
        Node node = rewriter.soleProducer(value);
        if (node == null || !node.op().equals(new Binary(Binary.Function.ADD))) {
            return null;
        }
        Double left = number(node.input(0));
        Double right = number(node.input(1));
        return right != null ? new Sum(node.input(0), right) : left != null ? new Sum(node.input(1), left) : null;
    }

    /** The activation function that gives {@code value}, or null. */
    @Nullable
    Activation function(String value) {
        Node node = rewriter.soleProducer(value);
        return node != null && node.op() instanceof Activate(Activation function) ? function : null;
    }

    /** The operand of the erf that gives {@code value}, or null. */
    @Nullable
    String erfOperand(String value) {
        Node node = rewriter.soleProducer(value);
        return node != null && node.op().equals(new Unary(Unary.Function.ERF)) ? node.input(0) : null;
    }

    /** The operand of the activation that {@link #function} found. */
    String operand(String value) {
        Node node = rewriter.soleProducer(value);
        return node == null ? "" : node.input(0);
    }

    /** Largest rank of the numbers read; beyond 0 they might make a result larger. */
    int rank() {
        return rank;
    }

    private @Nullable Double number(String value) {
        Tensor constant = rewriter.constant(value);
        if (constant == null || constant.size() != 1 || constant.dtype() != DType.FLOAT32) {
            return null;
        }
        rank = Math.max(rank, constant.shape().rank());
        return constant.doubleAt(0);
    }
}
