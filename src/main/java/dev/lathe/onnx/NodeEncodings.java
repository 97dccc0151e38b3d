package dev.lathe.onnx;

import dev.lathe.error.UnsupportedException;
import dev.lathe.op.Activate;
import dev.lathe.op.ArgReduce;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.Concat;
import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.DequantizeLinear;
import dev.lathe.op.Dropout;
import dev.lathe.op.DynamicQuantizeLinear;
import dev.lathe.op.Expand;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gather;
import dev.lathe.op.GatherElements;
import dev.lathe.op.Gemm;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.Identity;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.Lrn;
import dev.lathe.op.MatMul;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.MaxPoolGradient;
import dev.lathe.op.Moments;
import dev.lathe.op.Op;
import dev.lathe.op.PRelu;
import dev.lathe.op.Pad;
import dev.lathe.op.Pool;
import dev.lathe.op.QLinearConv;
import dev.lathe.op.QLinearMatMul;
import dev.lathe.op.QuantizeLinear;
import dev.lathe.op.Range;
import dev.lathe.op.Reduce;
import dev.lathe.op.ReluGradient;
import dev.lathe.op.Reshape;
import dev.lathe.op.Resize;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;
import dev.lathe.op.Slice;
import dev.lathe.op.Softmax;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Split;
import dev.lathe.op.Squeeze;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;
import dev.lathe.op.Unary;
import dev.lathe.op.Unsqueeze;
import dev.lathe.op.Where;

/** What each operator is written as, in opset 21. */
final class NodeEncodings {
    private NodeEncodings() {}

    static void encode(Op op, NodeWriter to) {
        switch (op) {
            case Activate(var function) -> ActivationEncodings.whole(function, to);
            case ArgReduce arg -> ReductionEncodings.argReduce(arg, to);
            case BatchNormalization(var epsilon) -> plain(op, to, with("epsilon", epsilon));
            case Binary binary -> ElementwiseEncodings.binary(binary, to);
            case Cast cast -> ElementwiseEncodings.cast(cast, to);
            case Concat(var axis) -> plain(op, to, with("axis", axis));
            case ConstantOfShape(var value) -> plain(op, to, none().put("value", value));
            case Conv conv -> WindowEncodings.conv(conv, to);
            case ConvInteger conv -> plain(op, to, WindowEncodings.grouped(conv.window(), conv.groups()));
            case ConvTranspose conv -> WindowEncodings.convTranspose(conv, to);
            case DepthToSpace depth -> MovementEncodings.depthToSpace(depth, to);
            case DequantizeLinear dequantize -> QuantizationEncodings.dequantize(dequantize, to);
            case Dropout _ -> plain(op, to, none());
            case DynamicQuantizeLinear _ -> plain(op, to, none());
            case Expand _ -> plain(op, to, none());
            case Flatten(var axis) -> plain(op, to, with("axis", axis));
            case Gather(var axis) -> plain(op, to, with("axis", axis));
            case GatherElements(var axis) -> plain(op, to, with("axis", axis));
            case Gemm gemm -> MatrixEncodings.gemm(gemm, to);
            case GlobalPool pool -> WindowEncodings.globalPool(pool, to);
            case GroupNormalization(var groups, var epsilon) ->
                plain(op, to, with("epsilon", epsilon).put("num_groups", groups));
            case Identity _ -> plain(op, to, none());
            case InstanceNormalization(var epsilon) -> plain(op, to, with("epsilon", epsilon));
            case LayerNormalization(var axis, var epsilon) ->
                plain(op, to, with("axis", axis).put("epsilon", epsilon));
            case Lrn(var size, var alpha, var beta, var bias) ->
                plain(
                        op,
                        to,
                        with("size", size).put("alpha", alpha).put("beta", beta).put("bias", bias));
            case MatMul _ -> plain(op, to, none());
            case MatMulInteger _ -> plain(op, to, none());
            case BatchNormalizationGradient _, ConvFilterGradient _, MaxPoolGradient _, Moments _, ReluGradient _ ->
                throw new UnsupportedException("ONNX has no operator for " + op.name() + "; write the graph that was"
                        + " differentiated instead");
            case PRelu _ -> plain(op, to, none());
            case Pad pad -> MovementEncodings.pad(pad, to);
            case Pool pool -> WindowEncodings.pool(pool, to);
            case QLinearConv conv -> plain(op, to, WindowEncodings.grouped(conv.window(), conv.groups()));
            case QLinearMatMul _ -> plain(op, to, none());
            case QuantizeLinear quantize -> QuantizationEncodings.quantize(quantize, to);
            case Range _ -> plain(op, to, none());
            case Reduce reduce -> ReductionEncodings.reduce(reduce, to);
            case Reshape(var allowZero) -> plain(op, to, none().flag("allowzero", allowZero));
            case Resize resize -> ResizeEncodings.resize(resize, to);
            case ShapeOf shape -> MovementEncodings.shape(shape, to);
            case SizeOf _ -> plain(op, to, none());
            case Slice _ -> plain(op, to, none());
            case Softmax softmax -> ReductionEncodings.softmax(softmax, to);
            case SpaceToDepth(var block) -> plain(op, to, with("blocksize", block));
            case Split split -> MovementEncodings.split(split, to);
            case Squeeze _ -> plain(op, to, none());
            case Tile _ -> plain(op, to, none());
            case Transpose(var perm) -> plain(op, to, none().ints("perm", perm));
            case Unary unary -> ElementwiseEncodings.unary(unary, to);
            case Unsqueeze _ -> plain(op, to, none());
            case Where _ -> plain(op, to, none());
        }
    }

    /** The ONNX operator of the same name on the same operands. */
    private static void plain(Op op, NodeWriter to, AttributesBuilder attributes) {
        to.whole(op.name(), attributes);
    }

    static AttributesBuilder none() {
        return new AttributesBuilder();
    }

    private static AttributesBuilder with(String name, int value) {
        return none().put(name, value);
    }

    private static AttributesBuilder with(String name, float value) {
        return none().put(name, value);
    }
}
