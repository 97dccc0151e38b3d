package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Binary;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves per-channel factors and shifts into the constants of the {@link Linear} node before them. */
final class ChannelFolding {
    private ChannelFolding() {}

    /** Recognises a node that does an {@link Affine} to one of its operands. */
    interface Match {
        /**
         * What {@code node} does to its operand {@code index}, which {@code linear} gives; null if it cannot be moved.
         */
        @Nullable
        Affine of(Node node, int index, Linear linear, Rewriter rewriter);
    }

    /** A match of arithmetic with a constant, of these functions. */
    static Match arithmetic(Set<Binary.Function> functions) {
        return (node, index, linear, rewriter) -> {
            if (!(node.op() instanceof Binary binary) || !functions.contains(binary.function())) {
                return null;
            }
            Tensor other = rewriter.constant(node.input(1 - index));
            double[] values = other == null ? null : Affine.perChannel(other, linear.channels(), linear.rank());
            return values == null ? null : Affine.of(binary.function(), values, index == 1);
        };
    }

    /** Folds wherever {@code match} says so and nothing else uses the value in between. */
    static Graph fold(Graph graph, Match match) {
        Rewriter rewriter = new Rewriter(graph);
        for (int slot = 0; slot < rewriter.size(); slot++) {
            Node node = rewriter.at(slot);
            for (int index = 0;
                    node != null && index < Math.min(2, node.inputs().size());
                    index++) {
                Linear linear = Linear.of(rewriter.soleProducer(node.input(index)), rewriter);
                Affine affine = linear == null ? null : match.of(node, index, linear, rewriter);
                if (affine != null && fold(rewriter, slot, linear, affine)) {
                    break;
                }
            }
        }
        return rewriter.graph();
    }

    private static boolean fold(Rewriter rewriter, int slot, Linear linear, Affine affine) {
        if (affine.channels() != linear.channels()) {
            return false;
        }
        Tensor weights = affine.isShift() ? linear.weights() : linear.scaled(affine.scale());
        Tensor bias = linear.shifted(affine);
        if (weights == null || bias == null) {
            return false;
        }
        Node old = linear.node();
        String weightsName = old.input(1);
        if (weights != linear.weights()) {
            weightsName = rewriter.revise(weightsName, weights, old.name() + ".weight");
        }
        String biasName = linear.bias() == null
                ? rewriter.define(old.name() + ".bias", bias)
                : rewriter.revise(old.input(2), bias, old.name() + ".bias");
        List<String> inputs = List.of(old.input(0), weightsName, biasName);
        List<String> outputs = rewriter.at(slot).outputs();
        rewriter.replace(slot, new Node(old.name(), linear.folded(), inputs, outputs, old.extras()));
        return true;
    }
}
