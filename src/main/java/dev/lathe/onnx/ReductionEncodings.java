package dev.lathe.onnx;

import static dev.lathe.onnx.NodeEncodings.none;

import dev.lathe.op.ArgReduce;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;
import java.util.List;

/** Reductions and softmax as nodes. */
final class ReductionEncodings {
    private ReductionEncodings() {}

    static void argReduce(ArgReduce op, NodeWriter to) {
        AttributesBuilder attributes = none().put("axis", op.axis())
                .flag("keepdims", op.keepDims())
                .flag("select_last_index", op.selectLast());
        to.whole(op.name(), attributes);
    }

    static void reduce(Reduce op, NodeWriter to) {
        AttributesBuilder attributes =
                none().flag("keepdims", op.keepDims()).flag("noop_with_empty_axes", op.emptyAxesMeanNone());
        to.whole(op.name(), attributes);
    }

    /** A softmax; the old kind over several axes works on a matrix, which takes the operand's own shape afterwards. */
    static void softmax(Softmax op, NodeWriter to) {
        if (!op.flatten()) {
            to.whole(op.name(), none().put("axis", op.axis()));
            return;
        }
        String shape = to.step("Shape", none(), to.inputs());
        String matrix = to.step("Flatten", none().put("axis", op.axis()), to.inputs());
        String result = to.head(op.name(), none().put("axis", -1), List.of(matrix));
        to.tail("Reshape", none().flag("allowzero", true), List.of(result, shape));
    }
}
