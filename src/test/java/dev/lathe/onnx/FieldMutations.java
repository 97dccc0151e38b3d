package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Models that are still protobuf but say something else: swapped names, strange numbers, other operators and opsets.
 */
final class FieldMutations {
    private static final long[] NUMBERS = {
        0, -1, 1, 2, 7, 64, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private static final String GRAFTED = "grafted/";
    private static final float[] REALS = {
        0, -0f, 1, -1, 0.5f, 1e-30f, 1e30f, -1e30f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
    };
    private static final List<String> OPERATORS =
            OnnxReader.operators().stream().sorted().toList();
    private static final List<String> INTEGER_ATTRIBUTES =
            List.of("axis", "keepdims", "group", "ceil_mode", "to", "p", "size", "blocksize", "num_groups", "transA");
    private static final List<String> LIST_ATTRIBUTES =
            List.of("axes", "pads", "strides", "dilations", "kernel_shape", "perm", "output_shape", "output_padding");

    private final Random random;
    private final ModelProto.Builder model;
    private final GraphProto.Builder graph;

    private FieldMutations(ModelProto.Builder model, Random random) {
        this.random = random;
        this.model = model;
        this.graph = model.getGraphBuilder();
    }

    /**
     * {@code bytes}, a good model, with one to four fields changed, or pieces of the good model {@code other} added.
     */
    static byte[] of(byte[] bytes, byte[] other, Random random) {
        try {
            FieldMutations mutations = new FieldMutations(ModelProto.parseFrom(bytes).toBuilder(), random);
            int steps = 1 + random.nextInt(4);
            if (random.nextBoolean()) {
                mutations.graft(ModelProto.parseFrom(other).getGraph());
            }
            for (int i = 0; i < steps; i++) {
                mutations.step();
            }
            return mutations.model.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private void step() {
        NodeProto.Builder node = graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
        switch (random.nextInt(15)) {
            case 0 -> model.setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(1 + random.nextInt(27)));
            case 1 -> swapOperands(node);
            case 2 -> dropOperand(node);
            case 3, 4 -> changeAttribute(node);
            case 5 -> addAttribute(node);
            case 6 -> node.setOpType(OPERATORS.get(random.nextInt(OPERATORS.size())));
            case 7 -> changeConstant();
            case 8, 9, 10 -> changeElement();
            case 11 -> changeInput();
            case 12 -> swapNodes();
            case 13 -> node.addOutput("more" + random.nextInt(3));
            default -> graph.addNode(random.nextInt(graph.getNodeCount()), node.build());
        }
    }

    private long number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    /** Mostly small ones, which let the model live. */
    private long modest() {
        return random.nextInt(4) == 0 ? number() : random.nextInt(9) - 3;
    }

    private float real() {
        return REALS[random.nextInt(REALS.length)];
    }

    private void swapOperands(NodeProto.Builder node) {
        if (node.getInputCount() > 0) {
            int a = random.nextInt(node.getInputCount());
            int b = random.nextInt(node.getInputCount());
            String name = node.getInput(a);
            node.setInput(a, node.getInput(b)).setInput(b, random.nextInt(8) == 0 ? "nowhere" : name);
        }
    }

    /** Appends the nodes and constants of {@code other}, fed with values of this graph instead of its own inputs. */
    private void graft(GraphProto other) {
        List<String> values = new ArrayList<>();
        graph.getInputList().forEach(input -> values.add(input.getName()));
        graph.getInitializerList().forEach(constant -> values.add(constant.getName()));
        graph.getNodeList().forEach(node -> values.addAll(node.getOutputList()));
        for (TensorProto constant : other.getInitializerList()) {
            graph.addInitializer(constant.toBuilder().setName(GRAFTED + constant.getName()));
        }
        Set<String> inputs = new HashSet<>();
        other.getInputList().forEach(input -> inputs.add(input.getName()));
        for (NodeProto node : other.getNodeList()) {
            NodeProto.Builder copy = node.toBuilder().setName(GRAFTED + node.getName());
            for (int i = 0; i < node.getInputCount(); i++) {
                String name = node.getInput(i);
                boolean fed = inputs.contains(name);
                String grafted = name.isEmpty() ? "" : GRAFTED + name;
                copy.setInput(i, fed ? values.get(random.nextInt(values.size())) : grafted);
            }
            for (int i = 0; i < node.getOutputCount(); i++) {
                copy.setOutput(i, GRAFTED + node.getOutput(i));
                graph.addOutput(ValueInfoProto.newBuilder().setName(GRAFTED + node.getOutput(i)));
            }
            graph.addNode(copy);
        }
    }

    private void dropOperand(NodeProto.Builder node) {
        if (node.getInputCount() > 0) {
            node.setInput(random.nextInt(node.getInputCount()), "");
        }
    }

    private void changeAttribute(NodeProto.Builder node) {
        if (node.getAttributeCount() > 0) {
            AttributeProto.Builder attribute = node.getAttributeBuilder(random.nextInt(node.getAttributeCount()));
            switch (attribute.getType()) {
                case INT -> attribute.setI(modest());
                case FLOAT -> attribute.setF(real());
                case INTS -> changeList(attribute);
                default -> attribute.setType(AttributeProto.AttributeType.INT).setI(number());
            }
        }
    }

    private void changeList(AttributeProto.Builder list) {
        if (list.getIntsCount() == 0 || random.nextInt(4) == 0) {
            list.addInts(modest());
        } else {
            list.setInts(random.nextInt(list.getIntsCount()), modest());
        }
    }

    private void addAttribute(NodeProto.Builder node) {
        if (random.nextBoolean()) {
            node.addAttribute(
                    ModelSketch.integer(INTEGER_ATTRIBUTES.get(random.nextInt(INTEGER_ATTRIBUTES.size())), modest()));
        } else {
            Long[] values = new Long[random.nextInt(5)];
            for (int i = 0; i < values.length; i++) {
                values[i] = modest();
            }
            node.addAttribute(
                    ModelSketch.integers(LIST_ATTRIBUTES.get(random.nextInt(LIST_ATTRIBUTES.size())), values));
        }
    }

    /** One extent, or the type, of an input. */
    private void changeInput() {
        if (graph.getInputCount() == 0) {
            return;
        }
        var type = graph.getInputBuilder(random.nextInt(graph.getInputCount()))
                .getTypeBuilder()
                .getTensorTypeBuilder();
        TensorShapeProto.Builder shape = type.getShapeBuilder();
        if (shape.getDimCount() == 0 || random.nextInt(4) == 0) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1));
        } else if (random.nextInt(4) == 0) {
            shape.removeDim(random.nextInt(shape.getDimCount()));
        } else if (random.nextInt(4) == 0) {
            type.setElemType(random.nextInt(17));
        } else {
            shape.getDimBuilder(random.nextInt(shape.getDimCount())).setDimValue(modest());
        }
    }

    private void swapNodes() {
        int a = random.nextInt(graph.getNodeCount());
        int b = random.nextInt(graph.getNodeCount());
        NodeProto first = graph.getNode(a);
        graph.setNode(a, graph.getNode(b)).setNode(b, first);
    }

    /** One element of a constant: a shape, an axis, a scale, a weight. */
    private void changeElement() {
        if (graph.getInitializerCount() == 0) {
            return;
        }
        TensorProto.Builder tensor = graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
        if (tensor.getInt64DataCount() > 0) {
            tensor.setInt64Data(random.nextInt(tensor.getInt64DataCount()), modest());
        } else if (tensor.getFloatDataCount() > 0) {
            tensor.setFloatData(random.nextInt(tensor.getFloatDataCount()), real());
        } else if (tensor.getDataType() == DataType.INT64_VALUE
                && tensor.getRawData().size() >= 8) {
            ByteBuffer raw = raw(tensor);
            raw.putLong(random.nextInt(raw.capacity() / 8) * 8, modest());
            tensor.setRawData(ByteString.copyFrom(raw.rewind()));
        } else if (tensor.getDataType() == DataType.FLOAT_VALUE
                && tensor.getRawData().size() >= 4) {
            ByteBuffer raw = raw(tensor);
            raw.putFloat(random.nextInt(raw.capacity() / 4) * 4, real());
            tensor.setRawData(ByteString.copyFrom(raw.rewind()));
        }
    }

    private static ByteBuffer raw(TensorProto.Builder tensor) {
        return ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void changeConstant() {
        if (graph.getInitializerCount() > 0) {
            TensorProto.Builder tensor = graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
            switch (random.nextInt(5)) {
                case 0 -> tensor.addDims(number());
                case 4 -> {
                    if (tensor.getDimsCount() > 0) {
                        tensor.setDims(random.nextInt(tensor.getDimsCount()), number());
                    }
                }
                case 1 -> tensor.setDataType(random.nextInt(24));
                case 2 -> tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL);
                default -> tensor.setName(graph.getNode(0).getOutput(0));
            }
        }
    }
}
