package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.ElementType;
import dev.lathe.op.Identity;
import dev.lathe.op.Range;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Map;

/** Values that need no operand but a shape, and the operator that changes nothing. */
final class ConstantTranslations {
    private ConstantTranslations() {}

    static void addTo(Map<String, Translation> table) {
        table.put("Constant", ConstantTranslations::constant);
        table.put("ConstantOfShape", ConstantTranslations::constantOfShape);
        table.put("Range", node -> node.emit(new Range()));
        table.put("Identity", node -> node.emit(new Identity()));
    }

    private static void constant(OnnxNode node) {
        Attributes attributes = node.attributes();
        TensorProto tensor = attributes.tensor("value");
        float[] floats = attributes.floats("value_floats");
        long[] longs = attributes.longs("value_ints");
        if (tensor != null) {
            ElementType element = ElementTypes.of(tensor.getDataType());
            Tensor value = new TensorDecoder(node.source()).decode(tensor);
            node.define(value, element == null ? ElementTypes.of(value.dtype()) : element);
        } else if (floats != null) {
            node.define(Tensor.of(Shape.of(floats.length), floats), ElementType.FLOAT32);
        } else if (longs != null) {
            node.define(Tensor.vector(longs), ElementType.INT64);
        } else if (attributes.has("value_float")) {
            node.define(Tensor.scalar(attributes.floatOr("value_float", 0)), ElementType.FLOAT32);
        } else if (attributes.has("value_int")) {
            node.define(Tensor.scalar(attributes.integer("value_int", 0)), ElementType.INT64);
        } else {
            throw node.unsupported("its value is sparse, a string, or missing");
        }
    }

    private static void constantOfShape(OnnxNode node) {
        TensorProto proto = node.attributes().tensor("value");
        Tensor value = proto == null ? Tensor.of(Shape.of(1), 0f) : new TensorDecoder(node.source()).decode(proto);
        if (value.size() != 1) {
            throw node.malformed("attribute 'value' has %d elements, wanted 1", value.size());
        }
        node.emit(new ConstantOfShape(value.reshaped(Shape.of(1))));
    }
}
