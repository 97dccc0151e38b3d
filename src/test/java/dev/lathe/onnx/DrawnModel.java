package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model of one operator while it is drawn, and the values of its inputs. */
final class DrawnModel {
    final int opset;
    final Draw draw;
    private final ModelSketch sketch;
    private final Map<String, TensorProto> feeds = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();
    private final List<AttributeProto> attributes = new ArrayList<>();
    private int values;

    DrawnModel(int opset, long seed) {
        this.opset = opset;
        this.draw = new Draw(seed);
        this.sketch = new ModelSketch(opset);
        sketch.model.setIrVersion(opset < 9 ? 3 : opset < 21 ? 8 : 10);
    }

    /** The next operand: an input of the model. */
    DrawnModel data(TensorProto value) {
        operands.add(input(value));
        return this;
    }

    /** The next operand: a constant. */
    DrawnModel constant(TensorProto value) {
        operands.add(define(value));
        return this;
    }

    /** A constant, by name. */
    String define(TensorProto value) {
        String name = "v" + values++;
        TensorProto named = value.toBuilder().setName(name).build();
        sketch.constant(named);
        if (sketch.model.getIrVersion() < 4) {
            sketch.input(name, DataType.forNumber(value.getDataType()), dims(value));
        }
        return name;
    }

    /** The next operand: a constant or an input of the model. */
    DrawnModel parameter(TensorProto value) {
        return draw.chance(0.6) ? constant(value) : data(value);
    }

    /** The next operand is left out. */
    DrawnModel absent() {
        operands.add("-");
        return this;
    }

    DrawnModel attribute(AttributeProto attribute) {
        attributes.add(attribute);
        return this;
    }

    /** The attribute, or with the other half of luck its default. */
    DrawnModel maybe(AttributeProto attribute) {
        return draw.chance(0.5) ? attribute(attribute) : this;
    }

    /** The node itself, with results {@code y0}, {@code y1}, ... that are outputs of the model. */
    void node(String operator, int results) {
        StringBuilder names = new StringBuilder("y0");
        sketch.output("y0");
        for (int i = 1; i < results; i++) {
            names.append(" y").append(i);
            sketch.output("y" + i);
        }
        sketch.node(operator, String.join(" ", operands), names.toString(), attributes.toArray(AttributeProto[]::new));
    }

    void node(String operator) {
        node(operator, 1);
    }

    /** What else a case of more than one node needs. */
    ModelSketch sketch() {
        return sketch;
    }

    /** Another input of the model, by name. */
    String input(TensorProto value) {
        String name = "v" + values++;
        feeds.put(name, value);
        sketch.input(name, DataType.forNumber(value.getDataType()), dims(value));
        return name;
    }

    private static long[] dims(TensorProto value) {
        return value.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    /** A floating-point type, single precision more often than not. */
    DataType real() {
        return draw.chance(0.75) ? DataType.FLOAT : draw.of(DataType.DOUBLE, DataType.FLOAT16);
    }

    byte[] bytes() {
        return sketch.bytes();
    }

    Map<String, TensorProto> feeds() {
        return feeds;
    }

    /** Nodes with attributes, inputs and constants with types, and what decides shapes. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("opset " + opset);
        for (NodeProto node : sketch.graph.getNodeList()) {
            text.append("; ").append(node.getOpType()).append(node.getInputList());
            node.getAttributeList()
                    .forEach(a ->
                            text.append(' ').append(a.getName()).append('=').append(text(a)));
        }
        feeds.forEach(
                (name, value) -> text.append("; ").append(name).append(": ").append(text(value)));
        sketch.graph
                .getInitializerList()
                .forEach(
                        c -> text.append("; ").append(c.getName()).append(" = ").append(text(c)));
        return text.toString();
    }

    private static String text(TensorProto tensor) {
        Tensor value = new TensorDecoder(new ModelSource("drawn", null)).decode(tensor);
        boolean decides = value.dtype() == DType.INT64 && value.shape().rank() < 2;
        return ElementTypes.name(tensor.getDataType())
                + tensor.getDimsList()
                + (decides ? " " + Arrays.toString(value.toLongs()) : "");
    }

    private static String text(AttributeProto attribute) {
        return switch (attribute.getType()) {
            case INT -> String.valueOf(attribute.getI());
            case FLOAT -> String.valueOf(attribute.getF());
            case STRING -> attribute.getS().toStringUtf8();
            case INTS -> attribute.getIntsList().toString();
            case FLOATS -> attribute.getFloatsList().toString();
            case TENSOR -> text(attribute.getT());
            default -> attribute.getType().toString();
        };
    }
}
