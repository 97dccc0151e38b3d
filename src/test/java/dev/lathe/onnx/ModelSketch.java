package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.lathe.graph.Graph;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Builds ONNX models field by field, as other tools and other times would write them. */
final class ModelSketch {
    final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(3);
    final GraphProto.Builder graph = model.getGraphBuilder().setName("sketch");

    ModelSketch(long opset) {
        model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset));
    }

    ModelSketch input(String name, long... dims) {
        return input(name, DataType.FLOAT, dims);
    }

    ModelSketch input(String name, DataType type, long... dims) {
        graph.addInput(value(name, type, dims));
        return this;
    }

    static ValueInfoProto value(String name, DataType type, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long dim : dims) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    ModelSketch constant(String name, Tensor tensor) {
        return constant(TensorEncoder.encode(name, tensor));
    }

    ModelSketch constant(TensorProto tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    /** A node called {@code n0}, {@code n1}, ...; operands are parted by blanks, {@code -} is one left out. */
    ModelSketch node(String operator, String inputs, String outputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setName("n" + graph.getNodeCount())
                .setOpType(operator)
                .addAllInput(names(inputs))
                .addAllOutput(names(outputs))
                .addAllAttribute(List.of(attributes)));
        return this;
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split(" ")).map(n -> n.equals("-") ? "" : n).toList();
    }

    ModelSketch output(String name) {
        graph.addOutput(ValueInfoProto.newBuilder().setName(name));
        return this;
    }

    byte[] bytes() {
        return model.build().toByteArray();
    }

    Graph read() {
        return OnnxReader.read(bytes(), "sketch.onnx");
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto real(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto integers(String name, Long... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INTS)
                .addAllInts(List.of(values))
                .build();
    }

    static AttributeProto reals(String name, Float... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.FLOATS)
                .addAllFloats(List.of(values))
                .build();
    }
}
