package dev.lathe.onnx;

import static dev.lathe.onnx.NodeEncodings.none;

import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.ElementType;
import dev.lathe.op.Unary;
import java.util.List;

/** Arithmetic and casts as nodes. */
final class ElementwiseEncodings {
    private ElementwiseEncodings() {}

    static void unary(Unary op, NodeWriter to) {
        boolean infinity = op.name().equals("IsInf");
        AttributesBuilder attributes = none();
        if (infinity) {
            attributes.flag("detect_negative", op.function() != Unary.Function.IS_POSITIVE_INF);
            attributes.flag("detect_positive", op.function() != Unary.Function.IS_NEGATIVE_INF);
        }
        to.whole(op.name(), attributes);
    }

    static void binary(Binary op, NodeWriter to) {
        boolean fmod = op.function() == Binary.Function.FMOD;
        to.whole(op.name(), fmod ? none().flag("fmod", true) : none());
    }

    /** A cast; one to another float is undone at once, because all values of the graph are single precision. */
    static void cast(Cast op, NodeWriter to) {
        AttributesBuilder there = none().put("to", ElementTypes.number(op.to()));
        switch (op.to()) {
            case FLOAT32, INT64, INT32, INT8, UINT8, BOOL -> to.whole("Cast", there);
            case FLOAT16, BFLOAT16, DOUBLE -> {
                String narrow = to.head("Cast", there, to.inputs());
                to.tail("Cast", none().put("to", ElementTypes.number(ElementType.FLOAT32)), List.of(narrow));
            }
        }
    }
}
