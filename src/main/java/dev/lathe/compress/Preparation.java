package dev.lathe.compress;

import dev.lathe.error.DataException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.pass.Evaluator;
import dev.lathe.graph.pass.FoldAffine;
import dev.lathe.graph.pass.FoldBatchNormalization;
import dev.lathe.graph.pass.FoldConstants;
import dev.lathe.graph.pass.FuseBias;
import dev.lathe.graph.pass.FusePadding;
import dev.lathe.graph.pass.Pass;
import dev.lathe.graph.pass.Passes;
import dev.lathe.graph.pass.RemoveDeadNodes;
import dev.lathe.graph.pass.RemoveIdentities;
import dev.lathe.op.DequantizeLinear;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Brings a network into the form in which its layers can be compressed. */
final class Preparation {
    private Preparation() {}

    /**
     * {@code graph} with batch normalisation and other scales per channel in the weights. Activations and sums stay
     * nodes of their own, as files have them. The weights of a quantised network stay integers.
     */
    static Graph prepared(Graph graph, Evaluator evaluator) {
        List<Pass> passes = new ArrayList<>();
        if (graph.nodes().stream().noneMatch(node -> node.op() instanceof DequantizeLinear)) {
            passes.add(new FoldConstants(evaluator));
        }
        passes.addAll(List.of(
                new RemoveIdentities(),
                new RemoveDeadNodes(),
                new FusePadding(),
                new FoldBatchNormalization(),
                new FuseBias(),
                new FoldAffine()));
        return Passes.run(passes, graph);
    }

    /**
     * Refuses weights that are no numbers.
     *
     * @throws DataException naming the first that is NaN or infinite
     */
    static void checkFinite(Graph graph) {
        graph.constants().forEach((name, tensor) -> {
            if (tensor.dtype() == DType.FLOAT32) {
                checkFinite(name, tensor);
            }
        });
    }

    private static void checkFinite(String name, Tensor tensor) {
        float[] values = tensor.floats();
        for (int i = 0; i < tensor.size(); i++) {
            if (!Float.isFinite(values[i])) {
                throw new DataException(
                        "element " + i + " of the constant '" + name + "' is " + values[i] + ", wanted finite numbers");
            }
        }
    }
}
