package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.*;
import java.util.List;

/** Which launches an operator becomes. */
public final class Lowerings {
    private Lowerings() {}

    /**
     * What three convolutions become together of which each gives its result to the next one alone. Refused where they
     * do not run as one launch, or had better not.
     *
     * @param calls of each; an {@link dev.lathe.backend.gpu.launch.Arg.Operand} counts through the operands of all
     *     three
     */
    public static Lowered chain(List<Conv> ops, List<Call> calls) {
        return TuckerChain.lower(ops, calls);
    }

    /** What {@code op} becomes in {@code call}. Some wanted result has at least one element. */
    public static Lowered lower(Op op, Call call) {
        return switch (op) {
            case Activate o -> Elementwise.activate(o, call);
            case ArgReduce o -> Reductions.argReduce(o, call);
            case BatchNormalization o -> Norms.batchNormalization(o, call);
            case Binary o -> Elementwise.binary(o, call);
            case Cast o -> Elementwise.cast(o, call);
            case Concat o -> Movement.concat(o, call);
            case ConstantOfShape o -> Fills.constantOfShape(o, call);
            case Conv o -> Convolutions.conv(o, call);
            case ConvInteger o -> IntegerProducts.convInteger(o, call);
            case ConvTranspose o -> TransposedConvolutions.lower(o, call);
            case DepthToSpace o -> Movement.depthToSpace(o, call);
            case DequantizeLinear o -> Quantization.dequantizeLinear(o, call);
            case Dropout o -> Fills.dropout(o, call);
            case DynamicQuantizeLinear o -> Quantization.dynamicQuantizeLinear(o, call);
            case Expand o -> Movement.expand(o, call);
            case Gather o -> Gathering.gather(o, call);
            case GatherElements o -> Gathering.gatherElements(o, call);
            case Gemm o -> Products.gemm(o, call);
            case GlobalPool o -> Pools.globalPool(o, call);
            case GroupNormalization o -> Norms.groupNormalization(o, call);
            case InstanceNormalization o -> Norms.instanceNormalization(o, call);
            case LayerNormalization o -> Norms.layerNormalization(o, call);
            case Lrn o -> Norms.lrn(o, call);
            case MatMul o -> Products.matMul(o, call);
            case MatMulInteger o -> IntegerProducts.matMulInteger(o, call);
            case MaxPoolGradient o -> Pools.maxPoolGradient(o, call);
            case PRelu o -> Elementwise.pRelu(o, call);
            case Pad o -> Gathering.pad(o, call);
            case Pool o -> Pools.pool(o, call);
            case QLinearConv o -> IntegerProducts.qLinearConv(o, call);
            case QLinearMatMul o -> IntegerProducts.qLinearMatMul(o, call);
            case QuantizeLinear o -> Quantization.quantizeLinear(o, call);
            case Range o -> Fills.range(o, call);
            case Reduce o -> Reductions.reduce(o, call);
            case Resize o -> Resizing.resize(o, call);
            case ShapeOf o -> Fills.shapeOf(o, call);
            case SizeOf o -> Fills.sizeOf(o, call);
            case Slice o -> Movement.slice(o, call);
            case Softmax o -> Reductions.softmax(o, call);
            case SpaceToDepth o -> Movement.spaceToDepth(o, call);
            case Split o -> Movement.split(o, call);
            case Tile o -> Movement.tile(o, call);
            case Transpose o -> Movement.transpose(o, call);
            case Unary o -> Elementwise.unary(o, call);
            case Where o -> Elementwise.where(o, call);
            case BatchNormalizationGradient _, ConvFilterGradient _, Moments _, ReluGradient _ ->
                new Lowered.Refused("it is to be written in other operators first");
            case Flatten _, Identity _, Reshape _, Squeeze _, Unsqueeze _ -> Movement.copy(call);
        };
    }
}
