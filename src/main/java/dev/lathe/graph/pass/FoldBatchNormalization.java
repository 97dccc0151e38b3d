package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.BatchNormalization;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds a BatchNormalization of constant statistics into the weights and bias of the Conv, ConvTranspose or Gemm before
 * it, in double precision: w' = w·s, b' = (b - mean)·s + bias with s = scale/sqrt(variance + epsilon) of the channel.
 */
public final class FoldBatchNormalization implements Pass {
    @Override
    public String name() {
        return "fold-batch-norm";
    }

    @Override
    public Graph apply(Graph graph) {
        return ChannelFolding.fold(graph, FoldBatchNormalization::affine);
    }

    private static @Nullable Affine affine(Node node, int index, Linear linear, Rewriter rewriter) {
        if (index != 0
                || !(node.op() instanceof BatchNormalization op)
                || node.inputs().size() != 5) {
            return null;
        }
        List<Tensor> statistics = node.inputs().stream()
                .skip(1)
                .map(rewriter::constant)
                .filter(Objects::nonNull)
                .toList();
        return statistics.size() < 4
                ? null
                : Affine.of(op, statistics.get(0), statistics.get(1), statistics.get(2), statistics.get(3));
    }
}
