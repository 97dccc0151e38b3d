package dev.lathe.backend.cpu;

import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.op.Activate;
import dev.lathe.op.Binary;
import dev.lathe.op.Conv;
import dev.lathe.op.Op;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.tensor.DType;
import java.util.List;

/**
 * Which operands a result may be written over: those of which a kernel reads each element once, right before it writes
 * the result's element in that place, and that lie as the result does.
 */
final class InPlace {
    private final Layouts layouts;
    private final Inference types;

    InPlace(Layouts layouts, Inference types) {
        this.layouts = layouts;
        this.types = types;
    }

    /** Such operands of {@code node}, which may be needed by others. */
    List<String> operands(Node node) {
        if (node.op() instanceof Conv conv) {
            return takesResidual(conv, node) ? List.of(node.inputs().getLast()) : List.of();
        }
        return isElementwise(node.op())
                ? node.inputs().stream()
                        .filter(operand -> isLike(operand, node.output()))
                        .toList()
                : List.of();
    }

    /**
     * Channels last; a depthwise convolution gives some channels twice, and planar ones add the residual afterwards.
     */
    private boolean takesResidual(Conv conv, Node node) {
        return conv.epilogue().residual()
                && layouts.isChannelsLast(node)
                && !DepthwiseConv.accepts(conv, types.operands(node));
    }

    private static boolean isElementwise(Op op) {
        return op instanceof Activate
                || op instanceof PRelu
                || op instanceof Binary binary && !binary.function().compares()
                || op instanceof Unary unary && FloatLoops.of(unary.function()) != null;
    }

    private boolean isLike(String operand, String result) {
        return !operand.isEmpty()
                && types.type(operand).dtype() == DType.FLOAT32
                && types.type(result).dtype() == DType.FLOAT32
                && types.type(operand).shape().size()
                        == types.type(result).shape().size();
    }
}
