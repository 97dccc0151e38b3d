package dev.lathe.onnx;

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
import dev.lathe.op.ElementType;
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
import java.util.List;

/** What follows for the results of an operator from what is known of its operands. */
final class ValueInfos {
    private ValueInfos() {}

    /** What is known of result {@code index} of {@code op}. */
    static ValueInfo of(Op op, List<ValueInfo> operands, int index) {
        ValueInfo x = at(operands, 0);
        return switch (op) {
            case Activate _,
                    BatchNormalization _,
                    GroupNormalization _,
                    Identity _,
                    InstanceNormalization _,
                    Lrn _,
                    PRelu _,
                    ReluGradient _,
                    Softmax _ -> x;
            case BatchNormalizationGradient _ -> index == 0 ? x : ValueInfo.ofRank(x.element(), 1);
            case Moments _ -> ValueInfo.ofRank(x.element(), 1);
            case Concat _,
                    Conv _,
                    ConvFilterGradient _,
                    ConvTranspose _,
                    DepthToSpace _,
                    GlobalPool _,
                    MaxPoolGradient _,
                    Pad _,
                    Resize _,
                    Slice _,
                    SpaceToDepth _,
                    Split _,
                    Tile _,
                    Transpose _ -> x.resized();
            case Dropout _ -> index == 0 ? x : x.withElement(ElementType.BOOL);
            case LayerNormalization _ -> index == 0 ? x : ValueInfo.ofRank(ElementType.FLOAT32, x.rank());
            case Pool _ -> index == 0 ? x.resized() : x.resized().withElement(ElementType.INT64);
            case Unary(var function) -> unary(function, x);
            case Binary(var function) -> binary(function, x, at(operands, 1));
            case Cast(var to) -> x.withElement(to);
            case Flatten _, Gemm _ -> ValueInfo.ofRank(x.element(), 2);
            case Expand _, Gather _, MatMul _, Reshape _, Squeeze _, Unsqueeze _ -> ValueInfo.ofRank(x.element(), -1);
            case Reduce reduce -> ValueInfo.ofRank(x.element(), reduce.keepDims() ? x.rank() : -1);
            case GatherElements _ -> at(operands, 1).resized().withElement(x.element());
            case Where _ -> ValueInfo.ofRank(at(operands, 1).element(), -1);
            case Range _ -> ValueInfo.ofRank(x.element(), 1);
            case ArgReduce arg -> ValueInfo.ofRank(ElementType.INT64, arg.keepDims() ? x.rank() : -1);
            case ShapeOf _ -> ValueInfo.ofRank(ElementType.INT64, 1);
            case SizeOf _ -> ValueInfo.ofRank(ElementType.INT64, 0);
            case ConstantOfShape(var value) -> ValueInfo.ofRank(ElementTypes.of(value.dtype()), -1);
            case ConvInteger _ -> x.resized().withElement(ElementType.INT32);
            case MatMulInteger _ -> ValueInfo.ofRank(ElementType.INT32, -1);
            case QLinearConv _ -> x.resized().withElement(at(operands, 7).element());
            case QLinearMatMul _ -> ValueInfo.ofRank(at(operands, 7).element(), -1);
            case QuantizeLinear quantize -> x.withElement(ElementTypes.of(quantize.to()));
            case DequantizeLinear _ -> x.withElement(ElementType.FLOAT32);
            case DynamicQuantizeLinear _ ->
                index == 0
                        ? x.withElement(ElementType.UINT8)
                        : ValueInfo.ofRank(index == 1 ? ElementType.FLOAT32 : ElementType.UINT8, 0);
        };
    }

    private static ValueInfo unary(Unary.Function function, ValueInfo x) {
        return switch (function) {
            case IS_NAN, IS_INF, IS_POSITIVE_INF, IS_NEGATIVE_INF, NOT -> x.withElement(ElementType.BOOL);
            case ABS,
                    NEG,
                    SIGN,
                    CEIL,
                    FLOOR,
                    ROUND,
                    SQRT,
                    RECIPROCAL,
                    EXP,
                    LOG,
                    ERF,
                    SIN,
                    COS,
                    TAN,
                    ASIN,
                    ACOS,
                    ATAN,
                    SINH,
                    COSH,
                    ASINH,
                    ACOSH,
                    ATANH -> x;
        };
    }

    private static ValueInfo binary(Binary.Function function, ValueInfo a, ValueInfo b) {
        int rank = a.rank() < 0 || b.rank() < 0 ? -1 : Math.max(a.rank(), b.rank());
        return switch (function) {
            case EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, AND, OR, XOR ->
                ValueInfo.ofRank(ElementType.BOOL, rank);
            case POW -> ValueInfo.ofRank(a.element(), rank);
            case ADD, SUB, MUL, DIV, MOD, FMOD, MIN, MAX ->
                ValueInfo.ofRank(a.element() == null ? b.element() : a.element(), rank);
        };
    }

    private static ValueInfo at(List<ValueInfo> operands, int index) {
        return index < operands.size() ? operands.get(index) : ValueInfo.UNKNOWN;
    }
}
