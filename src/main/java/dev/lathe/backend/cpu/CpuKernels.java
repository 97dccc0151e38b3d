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
            case Activate _ -> plain(op);
            case ArgReduce _ -> plain(op);
            case BatchNormalization o -> NormKernels.batchNormalization(o, operands);
            case Binary _ -> plain(op);
            case Cast _ -> plain(op);
            case Concat _ -> plain(op);
            case Conv o -> conv(o, operands);
            case ConvInteger o -> IntegerConvKernels.convInteger(o, operands);
            case ConvTranspose o -> ConvTransposeKernel.of(o, operands);
            case DepthToSpace _ -> plain(op);
            case DequantizeLinear _ -> plain(op);
            case DynamicQuantizeLinear _ -> plain(op);
            case Expand _ -> plain(op);
            case Gather _ -> plain(op);
            case Gemm o -> MatrixKernels.gemm(o, operands);
            case GlobalPool o -> PoolKernels.globalPool(o, operands);
            case GroupNormalization o -> NormKernels.groupNormalization(o, operands);
            case InstanceNormalization o -> NormKernels.instanceNormalization(o, operands);
            case LayerNormalization o -> NormKernels.layerNormalization(o, operands);
            case Lrn o -> NormKernels.lrn(o, operands);
            case MatMul o -> MatrixKernels.matMul(o, operands);
            case PRelu _ -> plain(op);
            case Pad _ -> plain(op);
            case Pool o -> PoolKernels.pool(o, operands);
            case QLinearConv o -> IntegerConvKernels.qLinearConv(o, operands);
            case QuantizeLinear _ -> plain(op);
            case Reduce _ -> plain(op);
            case Resize _ -> plain(op);
            case Slice _ -> plain(op);
            case Softmax _ -> plain(op);
            case SpaceToDepth _ -> plain(op);
            case Split _ -> plain(op);
            case Tile _ -> plain(op);
            case Transpose _ -> plain(op);
            case Unary _ -> plain(op);
            case Where _ -> plain(op);
            case ConstantOfShape _, Dropout _, Flatten _, GatherElements _, Identity _, MatMulInteger _ -> plain(op);
            case QLinearMatMul _, Range _, Reshape _, ShapeOf _, SizeOf _, Squeeze _, Unsqueeze _ -> plain(op);
        };
    }

    /** The first algorithm that takes these shapes. */
    private static Kernel conv(Conv op, Operands operands) {
        if (DepthwiseConv.accepts(op, operands)) {
            return new DepthwiseConv(op, operands);
        }
        if (FilterLaneConv.accepts(op, operands)) {
            return new FilterLaneConv(op, operands);
        }
        return new GemmConv(op, operands);
    }

    /** The reference loops: for operators that only move a handful of numbers. */
    static Kernel plain(Op op) {
        return (in, out, workers) -> Reference.run(op, in, out);
    }
}
