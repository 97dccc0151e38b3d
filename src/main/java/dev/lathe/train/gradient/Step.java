package dev.lathe.train.gradient;

import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Node;
import dev.lathe.tensor.Shape;

/**
 * One node on the way back: its operands and results, the gradients of its results, and where the gradients of its
 * operands go.
 *
 * @param f adds nodes
 */
record Step(Node node, Arithmetic f, Adjoints adjoints) {
    /** Operand {@code index}. */
    String in(int index) {
        return node.input(index);
    }

    Shape shape(int index) {
        return f.shape(in(index));
    }

    /** Result {@code index} of the node, which gives it from now on if it did not yet. */
    String out(int index) {
        return f.sketch().result(node, index);
    }

    /** The first result. */
    String out() {
        return out(0);
    }

    /** The gradient of the first result; it exists, as operators of several results ask with {@link #hasGradient}. */
    String gradient() {
        return gradient(0);
    }

    boolean hasGradient(int index) {
        return index < node.outputs().size() && adjoints.has(node.outputs().get(index));
    }

    String gradient(int index) {
        return adjoints.sum(node.outputs().get(index), f);
    }

    /** Whether operand {@code index} is there and its gradient leads to one that is asked for. */
    boolean wants(int index) {
        return adjoints.wants(in(index));
    }

    /** Adds {@code gradient}, which may still have to be broadcast, to that of operand {@code index}. */
    void give(int index, String gradient) {
        if (wants(index)) {
            adjoints.add(in(index), gradient);
        }
    }

    /** Refuses if the gradient of operand {@code index} is wanted. */
    void refuse(int index, String reason) {
        if (wants(index)) {
            throw refusal(reason);
        }
    }

    UnsupportedException refusal(String reason) {
        return new UnsupportedException("no gradient of node " + node + ": " + reason);
    }
}
