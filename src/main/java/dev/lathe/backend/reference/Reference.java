package dev.lathe.backend.reference;

import dev.lathe.op.*;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every operator by nested loops and double accumulators: the specification that other backends are measured against.
 */
public final class Reference {
    private Reference() {}

    /** Results of {@code op} in new tensors; null operands are optional ones left out. */
    public static List<Tensor> evaluate(Op op, List<@Nullable Tensor> operands) {
        List<Tensor> results = new ArrayList<>();
        for (TensorType type : op.infer(Operands.ofValues(operands))) {
            results.add(Tensor.zeros(type));
        }
        run(op, operands, results);
        return results;
    }

    /**
     * Computes {@code op} into {@code out}, whose types are those that {@link Op#infer} told; only as many results as
     * {@code out} has are computed, null ones are skipped.
     */
    public static void run(Op op, List<@Nullable Tensor> in, List<? extends @Nullable Tensor> out) {
        Args args = new Args(in, out);
        switch (op) {
            case Activate o -> Elements.activate(o, args);
            case ArgReduce o -> Reductions.argReduce(o, args);
            case BatchNormalization o -> Norms.batchNormalization(o, args);
            case BatchNormalizationGradient o -> Norms.batchNormalizationGradient(o, args);
            case Binary o -> Elements.binary(o, args);
            case Cast o -> Elements.cast(o, args);
            case Concat o -> Moves.concat(o, args);
            case ConstantOfShape o -> Fills.constantOfShape(o, args);
            case Conv o -> Convolutions.conv(o, args);
            case ConvFilterGradient o -> Convolutions.filterGradient(o, args);
            case ConvInteger o -> Convolutions.convInteger(o, args);
            case ConvTranspose o -> Convolutions.convTranspose(o, args);
            case DepthToSpace o -> Moves.depthToSpace(o, args);
            case DequantizeLinear o -> Quantization.dequantizeLinear(o, args);
            case Dropout o -> Elements.dropout(o, args);
            case DynamicQuantizeLinear o -> Quantization.dynamicQuantizeLinear(o, args);
            case Expand o -> Moves.expand(o, args);
            case Flatten _ -> Moves.copy(args);
            case Gather o -> Moves.gather(o, args);
            case GatherElements o -> Moves.gatherElements(o, args);
            case Gemm o -> Matrices.gemm(o, args);
            case GlobalPool o -> Pools.globalPool(o, args);
            case GroupNormalization o -> Norms.groupNormalization(o, args);
            case Identity _ -> Moves.copy(args);
            case InstanceNormalization o -> Norms.instanceNormalization(o, args);
            case LayerNormalization o -> Norms.layerNormalization(o, args);
            case Lrn o -> Norms.lrn(o, args);
            case MatMul o -> Matrices.matMul(o, args);
            case MatMulInteger o -> Matrices.matMulInteger(o, args);
            case MaxPoolGradient _ -> Pools.maxPoolGradient(args);
            case Moments _ -> Norms.moments(args);
            case PRelu o -> Elements.pRelu(o, args);
            case Pad o -> Moves.pad(o, args);
            case Pool o -> Pools.pool(o, args);
            case QLinearConv o -> Convolutions.qLinearConv(o, args);
            case QLinearMatMul o -> Matrices.qLinearMatMul(o, args);
            case QuantizeLinear o -> Quantization.quantizeLinear(o, args);
            case Range o -> Fills.range(o, args);
            case ReluGradient _ -> Elements.reluGradient(args);
            case Reduce o -> Reductions.reduce(o, args);
            case Reshape _ -> Moves.copy(args);
            case Resize o -> Interpolation.resize(o, args);
            case ShapeOf o -> Fills.shapeOf(o, args);
            case SizeOf o -> Fills.sizeOf(o, args);
            case Slice o -> Moves.slice(o, args);
            case Softmax o -> Reductions.softmax(o, args);
            case SpaceToDepth o -> Moves.spaceToDepth(o, args);
            case Split o -> Moves.split(o, args);
            case Squeeze _ -> Moves.copy(args);
            case Tile o -> Moves.tile(o, args);
            case Transpose o -> Moves.transpose(o, args);
            case Unary o -> Elements.unary(o, args);
            case Unsqueeze _ -> Moves.copy(args);
            case Where o -> Elements.where(o, args);
        }
    }
}
