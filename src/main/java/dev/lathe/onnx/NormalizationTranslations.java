package dev.lathe.onnx;

import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Dropout;
import dev.lathe.op.Gather;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.Lrn;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/** Normalisations, and dropout as it behaves in inference. */
final class NormalizationTranslations {
    private static final float EPSILON = 1e-5f;

    private NormalizationTranslations() {}

    static void addTo(Map<String, Translation> table) {
        table.put("BatchNormalization", NormalizationTranslations::batchNormalization);
        table.put("InstanceNormalization", NormalizationTranslations::instanceNormalization);
        table.put("LayerNormalization", NormalizationTranslations::layerNormalization);
        table.put("GroupNormalization", NormalizationTranslations::groupNormalization);
        table.put("LRN", NormalizationTranslations::lrn);
        table.put("Dropout", NormalizationTranslations::dropout);
    }

    private static void batchNormalization(OnnxNode node) {
        Attributes attributes = node.attributes();
        attributes.ignore("momentum", "is_test", "consumed_inputs");
        if (!attributes.flag("spatial", true)) {
            throw node.unsupported("statistics per position (spatial = 0) are not supported");
        }
        if (attributes.flag("training_mode", false)) {
            throw node.unsupported("it is in training mode");
        }
        BatchNormalization op = new BatchNormalization(attributes.floatOr("epsilon", EPSILON));
        node.emitOnly(1, op, node.inputs(), "which only training gives");
    }

    private static void instanceNormalization(OnnxNode node) {
        node.attributes().ignore("consumed_inputs");
        node.emit(new InstanceNormalization(node.attributes().floatOr("epsilon", EPSILON)));
    }

    private static void layerNormalization(OnnxNode node) {
        node.attributes().ignore("stash_type");
        int axis = node.attributes().intOr("axis", -1);
        node.emit(new LayerNormalization(axis, node.attributes().floatOr("epsilon", EPSILON)));
    }

    private static void lrn(OnnxNode node) {
        Attributes attributes = node.attributes();
        node.emit(new Lrn(
                attributes.required("size"),
                attributes.floatOr("alpha", 1e-4f),
                attributes.floatOr("beta", 0.75f),
                attributes.floatOr("bias", 1)));
    }

    private static void groupNormalization(OnnxNode node) {
        Attributes attributes = node.attributes();
        attributes.ignore("stash_type");
        attributes.required("num_groups");
        int groups = attributes.positive("num_groups", 1);
        GroupNormalization op = new GroupNormalization(groups, attributes.floatOr("epsilon", EPSILON));
        if (node.opset() >= 21) {
            node.emit(op);
        } else {
            String indices = groupOfChannel(node, groups);
            String scale = node.before("scale", new Gather(0), node.required(1), indices);
            String bias = node.before("bias", new Gather(0), node.required(2), indices);
            node.emit(op, node.required(0), scale, bias);
        }
    }

    /** For each channel its group: before opset 21 scale and bias had one element per group. */
    private static String groupOfChannel(OnnxNode node, int groups) {
        int channels = node.info(0).extent(1);
        int scales = node.info(1).extent(0);
        int biases = node.info(2).extent(0);
        if (channels < 1 || scales < 1 || biases < 1) {
            throw node.unsupported("before opset 21 its scale and bias are per group, and spreading them over the"
                    + " channels needs the number of each to be known");
        }
        if (channels % groups != 0 || scales != groups || biases != groups) {
            throw node.malformed(
                    "%d groups do not fit %d channels, %d scales and %d biases", groups, channels, scales, biases);
        }
        long[] group = new long[channels];
        Arrays.setAll(group, c -> c / (channels / groups));
        return node.constant("groups", Tensor.vector(group));
    }

    private static void dropout(OnnxNode node) {
        Attributes attributes = node.attributes();
        attributes.ignore("seed", "consumed_inputs");
        if (node.opset() < 7 && !attributes.flag("is_test", false)) {
            throw node.unsupported("it is in training mode (is_test = 0)");
        }
        if (node.opset() < 10 && node.isUsed(1)) {
            throw node.unsupported("its mask is used, which was no boolean before opset 10");
        }
        if (attributes.has("ratio")) {
            String ratio = node.constant("ratio", Tensor.scalar(attributes.floatOr("ratio", 0.5f)));
            node.emit(new Dropout(), node.required(0), ratio);
        } else {
            refuseTraining(node);
            node.emit(new Dropout(), node.required(0), node.input(1), node.constant(2) == null ? node.input(2) : "");
        }
    }

    private static void refuseTraining(OnnxNode node) {
        Tensor training = node.absorb(2);
        if (training != null && (training.size() != 1 || training.longAt(0) != 0)) {
            throw node.unsupported("training_mode is true");
        }
    }
}
