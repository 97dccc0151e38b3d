package dev.lathe.onnx;

import dev.lathe.op.Gather;
import dev.lathe.op.GatherElements;
import dev.lathe.op.Pad;
import dev.lathe.op.Slice;
import dev.lathe.op.Split;
import dev.lathe.tensor.Tensor;
import java.util.Map;

/** Operators that take pieces of their operand, or put something around it. */
final class PieceTranslations {
    private PieceTranslations() {}

    static void addTo(Map<String, Translation> table) {
        table.put("Slice", PieceTranslations::slice);
        table.put("Split", PieceTranslations::split);
        table.put("Pad", PieceTranslations::pad);
        table.put("Gather", node -> node.emit(new Gather(node.attributes().intOr("axis", 0))));
        table.put("GatherElements", PieceTranslations::gatherElements);
    }

    private static void gatherElements(OnnxNode node) {
        node.emit(new GatherElements(node.attributes().intOr("axis", 0)));
    }

    private static void slice(OnnxNode node) {
        String starts = node.listOperand(1, "starts");
        String ends = node.listOperand(2, "ends");
        if (starts.isEmpty() || ends.isEmpty()) {
            throw node.malformed("it has no starts or no ends");
        }
        node.emit(new Slice(), node.required(0), starts, ends, node.listOperand(3, "axes"), node.input(4));
    }

    private static void split(OnnxNode node) {
        int axis = node.attributes().intOr("axis", 0);
        int outputs = node.outputCount();
        if (node.attributes().intOr("num_outputs", outputs) != outputs) {
            throw node.malformed("num_outputs is not the number of its outputs, %d", outputs);
        }
        node.emit(new Split(axis, outputs), node.required(0), node.listOperand(1, "split"));
    }

    private static void pad(OnnxNode node) {
        Attributes attributes = node.attributes();
        Pad.Mode mode =
                switch (attributes.text("mode", "constant")) {
                    case "constant" -> Pad.Mode.CONSTANT;
                    case "reflect" -> Pad.Mode.REFLECT;
                    case "edge" -> Pad.Mode.EDGE;
                    case "wrap" -> Pad.Mode.WRAP;
                    default -> throw node.malformed("mode '%s' does not exist", attributes.text("mode", ""));
                };
        String pads = node.listOperand(1, attributes.has("paddings") ? "paddings" : "pads");
        if (pads.isEmpty()) {
            throw node.malformed("it has no pads");
        }
        String value = attributes.has("value")
                ? node.constant("value", Tensor.scalar(attributes.floatOr("value", 0)))
                : node.input(2);
        node.emit(new Pad(mode), node.required(0), pads, value, node.input(3));
    }
}
