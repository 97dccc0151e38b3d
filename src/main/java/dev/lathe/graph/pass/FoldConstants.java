package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Effort;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes beforehand what does not depend on data: nodes whose operands are all constants, and Shape and Size as soon
 * as the type of their operand is known. On a graph of fixed inputs the shape arithmetic that exporters write around
 * Reshape, Resize, Slice and Expand vanishes; on one with free extents, the part that does not hang on them does.
 *
 * <p>So that a small file cannot fill the memory, a result of more than {@value #RESULT_LIMIT} elements is left to the
 * run unless it is no larger than its largest operand, and all results together may have {@value #TOTAL_LIMIT} elements
 * and twice those of the graph's own constants. So that it cannot take hours either, a node that would take more than
 * what is left of {@value #STEPS_LIMIT} steps (and eight for each element of the graph's own constants) is left to the
 * run, which can be watched and cancelled.
 */
public final class FoldConstants implements Pass {
    /** Elements of one result that is larger than its operands. */
    static final long RESULT_LIMIT = 4L << 20;

    /** Elements of all results, beyond what the constants of the graph allow. */
    static final long TOTAL_LIMIT = 16L << 20;

    /** {@linkplain Effort#steps Steps} of all nodes: seconds, beyond what the constants of the graph allow. */
    static final long STEPS_LIMIT = 1L << 28;

    private final Evaluator evaluator;

    /** @param evaluator computes single nodes; called on the thread that applies the pass */
    public FoldConstants(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    @Override
    public String name() {
        return "fold-constants";
    }

    @Override
    public Graph apply(Graph graph) {
        Walk walk = new Walk(graph);
        for (int slot = 0; slot < walk.rewriter.size(); slot++) {
            walk.visit(slot);
        }
        return walk.rewriter.graph();
    }

    /** One walk over one graph. */
    private final class Walk {
        private final Rewriter rewriter;
        private final Knowledge knowledge;
        private long left;
        private long stepsLeft;

        Walk(Graph graph) {
            rewriter = new Rewriter(graph);
            knowledge = Knowledge.ofEntry(graph);
            long own =
                    graph.constants().values().stream().mapToLong(Tensor::size).sum();
            left = TOTAL_LIMIT + 2 * own;
            stepsLeft = STEPS_LIMIT + 8 * own;
        }

        void visit(int slot) {
            Node node = rewriter.at(slot);
            if (node == null) {
                return;
            }
            List<TensorType> types = knowledge.learn(node);
            List<Tensor> results = types == null ? null : results(node, types);
            if (results == null) {
                return;
            }
            rewriter.fold(slot, results);
            for (int i = 0; i < node.outputs().size(); i++) {
                if (!node.outputs().get(i).isEmpty()) {
                    knowledge.learn(node.outputs().get(i), results.get(i));
                }
            }
        }

        private @Nullable List<Tensor> results(Node node, List<TensorType> types) {
            TensorType first = knowledge.type(node.input(0));
            if (first != null && isOfShapeOnly(node.op())) {
                return List.of(shape(node.op(), first));
            }
            List<@Nullable Tensor> operands = new ArrayList<>();
            long largest = RESULT_LIMIT;
            for (String input : node.inputs()) {
                Tensor value = knowledge.constant(input);
                if (value == null && !input.isEmpty()) {
                    return null;
                }
                operands.add(value);
                largest = Math.max(largest, value == null ? 0 : value.size());
            }
            long elements =
                    types.stream().mapToLong(type -> type.shape().size()).sum();
            long steps = Effort.steps(node.op(), Operands.ofValues(operands), types);
            if (elements > largest || elements > left || steps > stepsLeft) {
                return null;
            }
            left -= elements;
            stepsLeft -= steps;
            return evaluator.evaluate(node.op(), operands);
        }
    }

    private static boolean isOfShapeOnly(Op op) {
        return op instanceof ShapeOf || op instanceof SizeOf;
    }

    private static Tensor shape(Op op, TensorType operand) {
        if (!(op instanceof ShapeOf shape)) {
            return Tensor.scalar((long) operand.shape().size());
        }
        int rank = operand.shape().rank();
        int from = clamp(shape.start(), rank);
        int to = Math.max(from, clamp(shape.end(), rank));
        long[] extents = new long[to - from];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = operand.shape().dim(from + i);
        }
        return Tensor.vector(extents);
    }

    private static int clamp(int axis, int rank) {
        return Math.clamp(axis < 0 ? (long) axis + rank : axis, 0, rank);
    }
}
