package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.ElementType;
import dev.lathe.op.Identity;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.op.Unsqueeze;
import dev.lathe.op.Where;
import dev.lathe.tensor.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** Operators on one element at a time: arithmetic, comparisons, logic, casts. */
final class ElementwiseTranslations {
    private static final Set<Unary.Function> INFINITIES =
            Set.of(Unary.Function.IS_INF, Unary.Function.IS_POSITIVE_INF, Unary.Function.IS_NEGATIVE_INF);
    private static final Set<Binary.Function> NOT_BY_NAME =
            Set.of(Binary.Function.MOD, Binary.Function.FMOD, Binary.Function.MIN, Binary.Function.MAX);

    private ElementwiseTranslations() {}

    static void addTo(Map<String, Translation> table) {
        for (Unary.Function function : Unary.Function.values()) {
            if (!INFINITIES.contains(function)) {
                table.put(function.onnx(), node -> unary(node, function));
            }
        }
        for (Binary.Function function : Binary.Function.values()) {
            if (!NOT_BY_NAME.contains(function)) {
                table.put(function.onnx(), node -> binary(node, function));
            }
        }
        table.put("IsInf", ElementwiseTranslations::isInf);
        table.put("Mod", ElementwiseTranslations::mod);
        table.put("Min", node -> chain(node, Binary.Function.MIN));
        table.put("Max", node -> chain(node, Binary.Function.MAX));
        table.put("Sum", node -> chain(node, Binary.Function.ADD));
        table.put("Mean", ElementwiseTranslations::mean);
        table.put("Where", node -> node.emit(new Where()));
        table.put("Cast", ElementwiseTranslations::cast);
        table.put("CastLike", ElementwiseTranslations::castLike);
        table.put("PRelu", ElementwiseTranslations::pRelu);
    }

    private static void unary(OnnxNode node, Unary.Function function) {
        node.attributes().ignore("consumed_inputs");
        node.emit(new Unary(function));
    }

    private static void isInf(OnnxNode node) {
        boolean negative = node.attributes().flag("detect_negative", true);
        boolean positive = node.attributes().flag("detect_positive", true);
        if (!negative && !positive) {
            // Nothing is less than itself.
            node.emit(new Binary(Binary.Function.LESS), node.required(0), node.required(0));
            return;
        }
        node.emit(new Unary(
                negative && positive
                        ? Unary.Function.IS_INF
                        : negative ? Unary.Function.IS_NEGATIVE_INF : Unary.Function.IS_POSITIVE_INF));
    }

    private static void binary(OnnxNode node, Binary.Function function) {
        node.emit(new Binary(function), node.required(0), node.opset() < 7 ? aligned(node) : node.required(1));
    }

    /** Operand 1 as opsets before 7 want it broadcast: with its first axis at {@code axis} of operand 0. */
    private static String aligned(OnnxNode node) {
        Attributes attributes = node.attributes();
        attributes.ignore("consumed_inputs");
        boolean broadcast = attributes.flag("broadcast", false);
        int axis = attributes.intOr("axis", Integer.MAX_VALUE);
        if (!broadcast || axis == Integer.MAX_VALUE) {
            return node.required(1);
        }
        int rank = rank(node, 0);
        return withTrailingAxes(node, rank - (axis < 0 ? axis + rank : axis) - rank(node, 1));
    }

    private static int rank(OnnxNode node, int index) {
        int rank = node.info(index).rank();
        if (rank < 0) {
            throw node.unsupported(
                    "this old form of broadcasting needs the rank of operand %d, which the file does not tell", index);
        }
        return rank;
    }

    private static String withTrailingAxes(OnnxNode node, int count) {
        int rank = rank(node, 1);
        if (count < 0 || count > rank(node, 0)) {
            throw node.malformed("operand 1 does not broadcast to operand 0 from the given axis");
        }
        if (count == 0) {
            return node.required(1);
        }
        long[] axes = LongStream.range(rank, rank + count).toArray();
        String axesName = node.constant("axes", Tensor.vector(axes));
        return node.before("unsqueeze", new Unsqueeze(), node.required(1), axesName);
    }

    private static void pRelu(OnnxNode node) {
        node.attributes().ignore("consumed_inputs");
        Tensor slope = node.constant(1);
        boolean perChannel = node.opset() < 7 && !(slope != null && slope.size() == 1);
        // Before opset 7 a slope of rank 1 belonged to the channels, which are axis 1.
        if (perChannel && rank(node, 1) == 1 && rank(node, 0) > 2) {
            node.emit(new PRelu(), node.required(0), withTrailingAxes(node, rank(node, 0) - 2));
        } else {
            node.emit(new PRelu());
        }
    }

    private static void mod(OnnxNode node) {
        boolean fmod = node.attributes().flag("fmod", false);
        node.emit(new Binary(fmod ? Binary.Function.FMOD : Binary.Function.MOD));
    }

    /** Operators of any number of operands, as a chain of binary ones. */
    private static void chain(OnnxNode node, Binary.Function function) {
        node.attributes().ignore("consumed_inputs");
        int count = node.inputs().size();
        if (count == 1) {
            node.emit(new Identity());
        } else {
            node.emit(new Binary(function), fold(node, function, count - 1), node.required(count - 1));
        }
    }

    /** Name of {@code function} over the first {@code count} operands. */
    private static String fold(OnnxNode node, Binary.Function function, int count) {
        String result = node.required(0);
        for (int i = 1; i < count; i++) {
            result = node.before(String.valueOf(i), new Binary(function), result, node.required(i));
        }
        return result;
    }

    private static void mean(OnnxNode node) {
        node.attributes().ignore("consumed_inputs");
        int count = node.inputs().size();
        String sum = fold(node, Binary.Function.ADD, count);
        node.emit(new Binary(Binary.Function.DIV), sum, node.constant("count", Tensor.scalar((float) count)));
    }

    private static void cast(OnnxNode node) {
        node.attributes().ignore("saturate", "round_mode");
        // Opsets before 6 spell the type.
        boolean spelt = node.attributes().is("to", AttributeType.STRING);
        int number = spelt
                ? ElementTypes.number(node.attributes().text("to", ""))
                : node.attributes().required("to");
        ElementType to = ElementTypes.of(number);
        if (to == null) {
            throw node.unsupported("element type %s is not supported", ElementTypes.name(number));
        }
        if (to != ElementType.FLOAT32 || !node.undoesCast()) {
            node.emit(new Cast(to));
        }
    }

    private static void castLike(OnnxNode node) {
        node.attributes().ignore("saturate", "round_mode");
        ElementType to = node.info(1).element();
        if (to == null) {
            throw node.unsupported("the element type of operand 1 is not declared, or none that Lathe holds");
        }
        node.absorb(1);
        node.emit(new Cast(to), node.required(0));
    }
}
