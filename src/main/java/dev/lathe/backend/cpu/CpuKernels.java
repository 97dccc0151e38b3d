package dev.lathe.backend.cpu;

import dev.lathe.backend.reference.Reference;
import dev.lathe.op.*;

/** Which kernel runs which operator. */
final class CpuKernels {
    private CpuKernels() {}

    /**
     * The kernel for {@code op} on operands of these types.
     *
     * @param operands checked; with values where they are constants, which the kernel may pack
     */
    static Kernel prepare(Op op, Operands operands) {
        return switch (op) {
            case Activate o -> ElementKernels.activate(o, operands);
            case ArgReduce o -> ReductionKernels.argReduce(o, operands);
            case BatchNormalization o -> NormKernels.batchNormalization(o, operands);
            case BatchNormalizationGradient o -> MomentKernels.gradient(o, operands.shape(0));
            case Binary o -> ElementKernels.binary(o, operands);
            case Cast o -> ElementKernels.cast(o, operands);
            case Concat o -> MoveKernels.concat(o, operands);
            case Conv o -> conv(o, operands);
            case ConvFilterGradient _ -> plain(op);
            case ConvInteger o -> IntegerConvKernels.convInteger(o, operands);
            case ConvTranspose o -> ConvTransposeKernel.of(o, operands);
            case DepthToSpace o -> MoveKernels.depthToSpace(o, operands);
            case DequantizeLinear o -> QuantKernels.dequantizeLinear(o, operands);
            case DynamicQuantizeLinear o -> QuantKernels.dynamicQuantizeLinear(o, operands);
            case Expand o -> MoveKernels.expand(o, operands);
            case Gather o -> MoveKernels.gather(o, operands);
            case Gemm o -> MatrixKernels.gemm(o, operands);
            case GlobalPool o -> PoolKernels.globalPool(o, operands);
            case GroupNormalization o -> NormKernels.groupNormalization(o, operands);
            case InstanceNormalization o -> NormKernels.instanceNormalization(o, operands);
            case LayerNormalization o -> NormKernels.layerNormalization(o, operands);
            case Lrn o -> NormKernels.lrn(o, operands);
            case MatMul o -> MatrixKernels.matMul(o, operands);
            case MatMulInteger o -> IntegerMatrixKernels.matMulInteger(o, operands);
            case MaxPoolGradient _ -> MaxPoolGradientKernel.of(operands);
            case Moments _ -> MomentKernels.moments(operands.shape(0));
            case PRelu o -> ElementKernels.pRelu(o, operands);
            case Pad o -> MoveKernels.pad(o, operands);
            case Pool o -> PoolKernels.pool(o, operands);
            case QLinearConv o -> IntegerConvKernels.qLinearConv(o, operands);
            case QLinearMatMul o -> IntegerMatrixKernels.qLinearMatMul(o, operands);
            case QuantizeLinear o -> QuantKernels.quantizeLinear(o, operands);
            case Reduce o -> ReductionKernels.reduce(o, operands);
            case ReluGradient _ -> ElementKernels.reluGradient(operands);
            case Resize o -> ResizeKernel.prepare(o, operands);
            case Slice o -> MoveKernels.slice(o, operands);
            case Softmax o -> ReductionKernels.softmax(o, operands);
            case SpaceToDepth o -> MoveKernels.spaceToDepth(o, operands);
            case Split o -> MoveKernels.split(o, operands);
            case Tile o -> MoveKernels.tile(o, operands);
            case Transpose o -> MoveKernels.transpose(o, operands);
            case Unary o -> ElementKernels.unary(o, operands);
            case Where o -> ElementKernels.where(o, operands);
            case Flatten _, Identity _, Reshape _, Squeeze _, Unsqueeze _ -> MoveKernels.copy(operands);
            case ConstantOfShape _, Dropout _, GatherElements _, Range _, ShapeOf _, SizeOf _ -> plain(op);
        };
    }

    /** Any number of axes, planes apart; what lies channels last goes to {@link ChannelKernels}. */
    private static Kernel conv(Conv op, Operands operands) {
        // sums of no terms: a matrix product would leave in their place what another layer left there
        return operands.shape(1).size() == 0 ? plain(op) : new GemmConv(op, operands);
    }

    /** The reference loops: for operators that only move a handful of numbers. */
    static Kernel plain(Op op) {
        return (in, out, workers) -> Reference.run(op, in, out);
    }
}
