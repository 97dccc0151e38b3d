package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.lathe.error.DataException;
import dev.lathe.error.LimitException;
import dev.lathe.file.WholeFile;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes graphs as ONNX models of opset 21, IR version 10, with all weights in single precision. Names and metadata are
 * kept. What opset 21 cannot say in one node (fused operators, softmax over several axes, Swish, rounding to a narrow
 * float) becomes several, of which one keeps the name.
 */
public final class OnnxWriter {
    private static final int OPSET = 21;
    private static final int IR_VERSION = 10;
    /** Bytes of weights in one file; the rest up to protobuf's 2 GB is left to the nodes. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - (64L << 20);

    private OnnxWriter() {}

    /**
     * Writes {@code graph} to {@code file}, whole or not at all.
     *
     * @throws DataException if the file cannot be written
     * @throws LimitException if the weights exceed what one ONNX file can hold
     */
    public static void write(Graph graph, Path file) {
        ModelProto model = model(graph, Map.of());
        WholeFile.write(file, model::writeTo);
    }

    /**
     * The bytes of the file that {@link #write} makes.
     *
     * @throws LimitException if the weights exceed what one ONNX file can hold
     */
    public static byte[] toBytes(Graph graph) {
        return toBytes(graph, Map.of());
    }

    /**
     * As {@link #toBytes(Graph)}, but of the constants named in {@code locations} only name and type are written, and
     * as the place of their elements the location given there.
     */
    public static byte[] toBytes(Graph graph, Map<String, String> locations) {
        return model(graph, locations).toByteArray();
    }

    private static ModelProto model(Graph graph, Map<String, String> locations) {
        long bytes = graph.constants().entrySet().stream()
                .filter(constant -> !locations.containsKey(constant.getKey()))
                .mapToLong(constant -> constant.getValue().type().bytes())
                .sum();
        if (bytes > MOST_BYTES) {
            throw new LimitException(
                    "graph " + graph.name() + " has " + bytes + " bytes of weights, an ONNX file holds " + MOST_BYTES);
        }
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("lathe")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graphProto(graph, locations));
        OnnxMetadata.write(graph.metadata(), model);
        return model.build();
    }

    private static GraphProto graphProto(Graph graph, Map<String, String> locations) {
        // The specification wants a name.
        GraphProto.Builder proto = GraphProto.newBuilder().setName(graph.name().isEmpty() ? "graph" : graph.name());
        graph.inputs().forEach(input -> proto.addInput(value(input)));
        graph.outputs().forEach(output -> proto.addOutput(value(output)));
        graph.constants().forEach((name, tensor) -> proto.addInitializer(constant(name, tensor, locations.get(name))));
        Names values = new Names(valueNames(graph));
        Names names = new Names(graph.nodes().stream().map(Node::name).toList());
        // Last, because reading takes them out: what is written of what was read has its constants in the same order.
        List<TensorProto> attributes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            NodeEncodings.encode(node.op(), new NodeWriter(proto, attributes, values, names, node));
        }
        return proto.addAllInitializer(attributes).build();
    }

    private static TensorProto constant(String name, Tensor tensor, @Nullable String location) {
        return location == null ? TensorEncoder.encode(name, tensor) : TensorEncoder.external(name, tensor, location);
    }

    private static List<String> valueNames(Graph graph) {
        List<String> names = new ArrayList<>(graph.constants().keySet());
        graph.inputs().forEach(input -> names.add(input.name()));
        graph.nodes().forEach(node -> names.addAll(node.outputs()));
        return names;
    }

    private static ValueInfoProto value(Port port) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(ElementTypes.number(port.dtype()));
        List<Dim> dims = port.dims();
        if (dims != null) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            dims.forEach(dim -> shape.addDim(dimension(dim)));
            tensor.setShape(shape);
        }
        return ValueInfoProto.newBuilder()
                .setName(port.name())
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static TensorShapeProto.Dimension dimension(Dim dim) {
        TensorShapeProto.Dimension.Builder proto = TensorShapeProto.Dimension.newBuilder();
        String symbol = dim.symbol();
        if (!dim.isFree()) {
            proto.setDimValue(dim.extent());
        } else if (symbol != null) {
            proto.setDimParam(symbol);
        }
        return proto.build();
    }
}
