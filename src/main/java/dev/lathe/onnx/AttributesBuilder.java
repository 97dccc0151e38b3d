package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Attributes of a node to be written. */
final class AttributesBuilder {
    private final List<AttributeProto> attributes = new ArrayList<>();

    private static AttributeProto.Builder named(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    private AttributesBuilder add(AttributeProto.Builder attribute) {
        attributes.add(attribute.build());
        return this;
    }

    AttributesBuilder put(String name, long value) {
        return add(named(name, AttributeType.INT).setI(value));
    }

    AttributesBuilder put(String name, float value) {
        return add(named(name, AttributeType.FLOAT).setF(value));
    }

    AttributesBuilder put(String name, String value) {
        return add(named(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
    }

    AttributesBuilder put(String name, Tensor value) {
        return add(named(name, AttributeType.TENSOR).setT(TensorEncoder.encode("", value)));
    }

    AttributesBuilder flag(String name, boolean value) {
        return put(name, value ? 1 : 0);
    }

    /** Adds a list, unless it is empty and so stands for the default. */
    AttributesBuilder ints(String name, List<Integer> values) {
        if (values.isEmpty()) {
            return this;
        }
        return add(named(name, AttributeType.INTS)
                .addAllInts(values.stream().map(Integer::longValue).toList()));
    }

    List<AttributeProto> build() {
        return Collections.unmodifiableList(attributes);
    }
}
