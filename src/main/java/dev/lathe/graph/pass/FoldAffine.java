package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.op.Binary;
import java.util.Set;

/**
 * Folds Mul, Div, Add and Sub by constants that are one number or one per channel into the weights and bias of the
 * Conv, ConvTranspose or Gemm before them: the scale and shift into which some tools turn a normalisation.
 */
public final class FoldAffine implements Pass {
    private static final Set<Binary.Function> FUNCTIONS =
            Set.of(Binary.Function.MUL, Binary.Function.DIV, Binary.Function.ADD, Binary.Function.SUB);

    @Override
    public String name() {
        return "fold-affine";
    }

    @Override
    public Graph apply(Graph graph) {
        return ChannelFolding.fold(graph, ChannelFolding.arithmetic(FUNCTIONS));
    }
}
