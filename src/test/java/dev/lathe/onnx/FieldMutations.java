package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Random;

/**
 * Models that are still protobuf but say something else: swapped names, strange numbers, other operators and opsets.
 */
final class FieldMutations {
    private static final long[] NUMBERS = {
        0, -1, 1, 2, 7, 64, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private final Random random;
    private final ModelProto.Builder model;
    private final GraphProto.Builder graph;

    private FieldMutations(ModelProto.Builder model, Random random) {
        this.random = random;
        this.model = model;
        this.graph = model.getGraphBuilder();
    }

    /** {@code bytes}, a good model, with one to four fields changed. */
    static byte[] of(byte[] bytes, Random random) {
        try {
            FieldMutations mutations = new FieldMutations(ModelProto.parseFrom(bytes).toBuilder(), random);
            int steps = 1 + random.nextInt(4);
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
        switch (random.nextInt(8)) {
            case 0 -> model.setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(1 + random.nextInt(27)));
            case 1 -> swapOperands(node);
            case 2 -> dropOperand(node);
            case 3 -> changeAttribute(node);
            case 4 -> node.setOpType(anyOperator());
            case 5 -> changeConstant();
            case 6 -> node.addOutput("more" + random.nextInt(3));
            default -> graph.addNode(random.nextInt(graph.getNodeCount()), node.build());
        }
    }

    private long number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private String anyOperator() {
        List<String> operators = List.of(
                "Conv", "Clip", "Sum", "Slice", "Split", "Pad", "Resize", "Upsample", "Dropout", "Cast", "Mean");
        return operators.get(random.nextInt(operators.size()));
    }

    private void swapOperands(NodeProto.Builder node) {
        if (node.getInputCount() > 0) {
            int a = random.nextInt(node.getInputCount());
            int b = random.nextInt(node.getInputCount());
            String name = node.getInput(a);
            node.setInput(a, node.getInput(b)).setInput(b, random.nextInt(8) == 0 ? "nowhere" : name);
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
                case INT -> attribute.setI(number());
                case FLOAT -> attribute.setF(number());
                case INTS -> attribute.setInts(0, number()).addInts(number());
                default -> attribute.setType(AttributeProto.AttributeType.INT).setI(number());
            }
        }
    }

    private void changeConstant() {
        if (graph.getInitializerCount() > 0) {
            TensorProto.Builder tensor = graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
            switch (random.nextInt(4)) {
                case 0 -> tensor.addDims(number());
                case 1 -> tensor.setDataType(random.nextInt(24));
                case 2 -> tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL);
                default -> tensor.setName(graph.getNode(0).getOutput(0));
            }
        }
    }
}
