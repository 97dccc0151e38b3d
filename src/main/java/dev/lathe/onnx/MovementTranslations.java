package dev.lathe.onnx;

import dev.lathe.op.Concat;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Expand;
import dev.lathe.op.Flatten;
import dev.lathe.op.Reshape;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Squeeze;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;
import dev.lathe.op.Unsqueeze;
import java.util.Map;

/** Operators that arrange all elements of their operand anew, or tell its shape. */
final class MovementTranslations {
    private MovementTranslations() {}

    static void addTo(Map<String, Translation> table) {
        table.put("Reshape", MovementTranslations::reshape);
        table.put("Flatten", node -> node.emit(new Flatten(node.attributes().intOr("axis", 1))));
        table.put("Transpose", node -> node.emit(new Transpose(node.attributes().ints("perm"))));
        table.put("Squeeze", node -> node.emit(new Squeeze(), node.required(0), node.listOperand(1, "axes")));
        table.put("Unsqueeze", MovementTranslations::unsqueeze);
        table.put("Concat", MovementTranslations::concat);
        table.put("Expand", node -> node.emit(new Expand()));
        table.put("Tile", MovementTranslations::tile);
        table.put("Shape", MovementTranslations::shape);
        table.put("Size", node -> node.emit(new SizeOf()));
        table.put("DepthToSpace", MovementTranslations::depthToSpace);
        table.put("SpaceToDepth", node -> node.emit(new SpaceToDepth(blockSize(node))));
    }

    private static void reshape(OnnxNode node) {
        node.attributes().ignore("consumed_inputs");
        boolean allowZero = node.attributes().flag("allowzero", false);
        String shape = node.listOperand(1, "shape");
        if (shape.isEmpty()) {
            throw node.malformed("it has no shape");
        }
        node.emit(new Reshape(allowZero), node.required(0), shape);
    }

    private static void unsqueeze(OnnxNode node) {
        String axes = node.listOperand(1, "axes");
        if (axes.isEmpty()) {
            throw node.malformed("it has no axes");
        }
        node.emit(new Unsqueeze(), node.required(0), axes);
    }

    private static void concat(OnnxNode node) {
        Attributes attributes = node.attributes();
        // Only before opset 4 the axis may be left out.
        node.emit(new Concat(node.opset() < 4 ? attributes.intOr("axis", 1) : attributes.required("axis")));
    }

    private static void tile(OnnxNode node) {
        if (node.opset() < 6) {
            throw node.unsupported("before opset 6 it repeats along one axis given as an operand");
        }
        node.emit(new Tile());
    }

    private static void shape(OnnxNode node) {
        int start = clamp(node.attributes().integer("start", 0));
        int end = clamp(node.attributes().integer("end", Long.MAX_VALUE));
        node.emit(new ShapeOf(start, end));
    }

    private static int clamp(long axis) {
        return Math.clamp(axis, -Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private static void depthToSpace(OnnxNode node) {
        String mode = node.attributes().text("mode", "DCR");
        if (!mode.equals("DCR") && !mode.equals("CRD")) {
            throw node.malformed("mode is '%s', not DCR or CRD", mode);
        }
        node.emit(new DepthToSpace(blockSize(node), mode.equals("CRD")));
    }

    private static int blockSize(OnnxNode node) {
        node.attributes().required("blocksize");
        return node.attributes().positive("blocksize", 1);
    }
}
