package dev.lathe.op;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;

/**
 * An operator as data. Records say everything but the operands; names and meaning follow ONNX, opset 21, and operators
 * of older opsets are read into these.
 */
public sealed interface Op
        permits Activate,
                ArgReduce,
                BatchNormalization,
                BatchNormalizationGradient,
                Binary,
                Cast,
                Concat,
                ConstantOfShape,
                Conv,
                ConvFilterGradient,
                ConvInteger,
                ConvTranspose,
                DepthToSpace,
                DequantizeLinear,
                Dropout,
                DynamicQuantizeLinear,
                Expand,
                Flatten,
                Gather,
                GatherElements,
                Gemm,
                GlobalPool,
                GroupNormalization,
                Identity,
                InstanceNormalization,
                LayerNormalization,
                Lrn,
                MatMul,
                MatMulInteger,
                MaxPoolGradient,
                Moments,
                PRelu,
                Pad,
                Pool,
                QLinearConv,
                QLinearMatMul,
                QuantizeLinear,
                Range,
                Reduce,
                ReluGradient,
                Reshape,
                Resize,
                ShapeOf,
                SizeOf,
                Slice,
                Softmax,
                SpaceToDepth,
                Split,
                Squeeze,
                Tile,
                Transpose,
                Unary,
                Unsqueeze,
                Where {

    /**
     * Checks the operands and tells the type of every result this operator can give, in ONNX order. This is the only
     * place where shapes are checked; backends rely on it.
     *
     * @throws ShapeException if an operand is missing, has another type, rank or extent than wanted, or if an operand
     *     listed in {@link #parameters} has no known value
     */
    List<TensorType> infer(Operands in);

    /** The operands whose values decide the result's shape and which must therefore be known before the run. */
    default Set<Integer> parameters() {
        return Set.of();
    }

    /** The ONNX operator this one stands for, such as {@code Conv} or {@code LeakyRelu}. */
    default String name() {
        return getClass().getSimpleName();
    }
}
