package dev.lathe.onnx;

import static dev.lathe.onnx.NodeEncodings.none;

import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Pad;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.Split;
import java.util.Locale;

/** Operators that move elements, as nodes. */
final class MovementEncodings {
    private MovementEncodings() {}

    static void depthToSpace(DepthToSpace op, NodeWriter to) {
        to.whole(op.name(), none().put("blocksize", op.block()).put("mode", op.columnFirst() ? "CRD" : "DCR"));
    }

    static void pad(Pad op, NodeWriter to) {
        to.whole(op.name(), none().put("mode", op.mode().name().toLowerCase(Locale.ROOT)));
    }

    static void shape(ShapeOf op, NodeWriter to) {
        AttributesBuilder attributes = none();
        if (op.start() != 0) {
            attributes.put("start", op.start());
        }
        if (op.end() != Integer.MAX_VALUE) {
            attributes.put("end", op.end());
        }
        to.whole(op.name(), attributes);
    }

    /** A split: into given lengths, or else into a number of parts; the specification forbids to give both. */
    static void split(Split op, NodeWriter to) {
        AttributesBuilder attributes = none().put("axis", op.axis());
        to.whole(op.name(), to.has(1) ? attributes : attributes.put("num_outputs", op.outputs()));
    }
}
