package dev.lathe.onnx;

import dev.lathe.op.ArgReduce;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;
import dev.lathe.tensor.Tensor;
import java.util.Map;

/** Reductions along axes, and softmax. */
final class ReductionTranslations {
    private ReductionTranslations() {}

    static void addTo(Map<String, Translation> table) {
        for (Reduce.Function function : Reduce.Function.values()) {
            table.put(function.onnx(), node -> reduce(node, function));
        }
        table.put("ArgMax", node -> argReduce(node, true));
        table.put("ArgMin", node -> argReduce(node, false));
        table.put("Softmax", node -> softmax(node, false));
        table.put("LogSoftmax", node -> softmax(node, true));
    }

    private static void reduce(OnnxNode node, Reduce.Function function) {
        boolean keepDims = node.attributes().flag("keepdims", true);
        boolean emptyMeansNone = node.attributes().flag("noop_with_empty_axes", false);
        String axes = node.listOperand(1, "axes");
        Tensor known = node.constant(1);
        if (known != null && known.size() == 0) {
            node.absorb(1);
            axes = "";
        }
        node.emit(new Reduce(function, keepDims, emptyMeansNone), node.required(0), axes);
    }

    private static void argReduce(OnnxNode node, boolean max) {
        int axis = node.attributes().intOr("axis", 0);
        boolean keepDims = node.attributes().flag("keepdims", true);
        node.emit(new ArgReduce(max, axis, keepDims, node.attributes().flag("select_last_index", false)));
    }

    private static void softmax(OnnxNode node, boolean log) {
        boolean flatten = node.opset() < 13;
        int axis = node.attributes().intOr("axis", flatten ? 1 : -1);
        // Flattening from the last axis on changes nothing, and the plain form is the one to optimise.
        boolean last = axis == -1 || axis == node.info(0).rank() - 1;
        node.emit(new Softmax(axis, log, flatten && !last));
    }
}
