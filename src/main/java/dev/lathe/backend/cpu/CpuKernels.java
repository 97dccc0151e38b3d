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
            case BatchNormalization _ -> plain(op);
            case Binary _ -> plain(op);
            case Cast _ -> plain(op);
            case Concat o -> MoveKernels.concat(o, operands);
            case Conv o -> conv(o, operands);
            case ConvInteger _ -> plain(op);
            case ConvTranspose _ -> plain(op);
            case DepthToSpace o -> MoveKernels.depthToSpace(o, operands);
            case DequantizeLinear _ -> plain(op);
            case DynamicQuantizeLinear _ -> plain(op);
            case Expand o -> MoveKernels.expand(o, operands);
            case Gather o -> MoveKernels.gather(o, operands);
            case Gemm o -> MatrixKernels.gemm(o, operands);
            case GlobalPool _ -> plain(op);
            case GroupNormalization _ -> plain(op);
            case InstanceNormalization _ -> plain(op);
            case LayerNormalization _ -> plain(op);
            case Lrn _ -> plain(op);
            case MatMul o -> MatrixKernels.matMul(o, operands);
            case PRelu _ -> plain(op);
            case Pad o -> MoveKernels.pad(o, operands);
            case Pool _ -> plain(op);
            case QLinearConv _ -> plain(op);
            case QuantizeLinear _ -> plain(op);
            case Reduce _ -> plain(op);
            case Resize o -> ResizeKernel.prepare(o, operands);
            case Slice o -> MoveKernels.slice(o, operands);
            case Softmax _ -> plain(op);
            case SpaceToDepth o -> MoveKernels.spaceToDepth(o, operands);
            case Split o -> MoveKernels.split(o, operands);
            case Tile o -> MoveKernels.tile(o, operands);
            case Transpose o -> MoveKernels.transpose(o, operands);
            case Unary _ -> plain(op);
            case Where _ -> plain(op);
            case Flatten _, Identity _, Reshape _, Squeeze _, Unsqueeze _ -> MoveKernels.copy(operands);
            case ConstantOfShape _, Dropout _, GatherElements _, MatMulInteger _ -> plain(op);
            case QLinearMatMul _, Range _, ShapeOf _, SizeOf _ -> plain(op);
        };
    }

    /** The first algorithm that takes these shapes. */
    private static Kernel conv(Conv op, Operands operands) {
        return DepthwiseConv.accepts(op, operands) ? new DepthwiseConv(op, operands) : new GemmConv(op, operands);
    }

    /** The reference loops: for operators that only move a handful of numbers. */
    static Kernel plain(Op op) {
        return (in, out, workers) -> Reference.run(op, in, out);
    }
}
