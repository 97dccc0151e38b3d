package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.integers;
import static dev.lathe.onnx.ModelSketch.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.lathe.error.LatheException;
import dev.lathe.error.ModelException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, as what, and in which words. */
class RefusalTest {
    private static ModelSketch sketch(long opset) {
        return new ModelSketch(opset).input("x", 1, 3, 4, 4).output("y");
    }

    private static void assertRefused(Class<? extends LatheException> kind, String message, ModelSketch sketch) {
        assertThatThrownBy(sketch::read).isExactlyInstanceOf(kind).hasMessage("sketch.onnx: " + message);
    }

    private static void assertUnsupported(String message, ModelSketch sketch) {
        assertRefused(UnsupportedException.class, message, sketch);
    }

    private static void assertBroken(String message, ModelSketch sketch) {
        assertRefused(ModelException.class, message, sketch);
    }

    @Test
    void unknownOperatorsNameNodeOperatorAndOpset() {
        assertUnsupported(
                "node 'n0' (Einsum, opset 13): this operator is not supported",
                sketch(13).node("Einsum", "x", "y"));
    }

    @Test
    void operatorsOfOtherDomainsAreRefusedOnlyWhereUsed() {
        ModelSketch sketch = sketch(13).node("Relu", "x", "y");
        sketch.model.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("com.example").setVersion(1));
        assertThat(sketch.read().nodes()).hasSize(1);
        sketch.graph.getNodeBuilder(0).setDomain("com.example");
        assertUnsupported("node 'n0' (Relu, opset 13): operators of domain 'com.example' are not supported", sketch);
    }

    @Test
    void opsetsFromTheFuture() {
        assertUnsupported(
                "opset 27 is newer than 26, the newest one known", sketch(27).node("Relu", "x", "y"));
        assertThat(sketch(26).node("Relu", "x", "y").read().nodes()).hasSize(1);
        assertBroken("opset -1 does not exist", sketch(-1).node("Relu", "x", "y"));
    }

    @Test
    void wholeModelsOfKindsThatDoNotRun() {
        ModelSketch functions = sketch(13).node("Relu", "x", "y");
        functions.model.addFunctions(FunctionProto.newBuilder().setName("f"));
        assertUnsupported("the model has functions, which are not supported", functions);
        ModelSketch sparse = sketch(13).node("Relu", "x", "y");
        sparse.graph.addSparseInitializer(SparseTensorProto.getDefaultInstance());
        assertUnsupported("the model has sparse initializers, which are not supported", sparse);
    }

    @Test
    void valuesThatAreNoTensorsOfKnownType() {
        assertUnsupported(
                "input 's' has element type string, which is not supported",
                sketch(13).input("s", DataType.STRING, 1).node("Relu", "x", "y"));
        ModelSketch sequence = sketch(13).node("Relu", "x", "y");
        sequence.graph.addInput(ValueInfoProto.newBuilder()
                .setName("q")
                .setType(TypeProto.newBuilder().setSequenceType(TypeProto.Sequence.getDefaultInstance())));
        assertUnsupported("input 'q' is a sequence, only dense tensors are supported", sequence);
        ModelSketch untyped = sketch(13).node("Relu", "x", "y");
        untyped.graph.addInput(ValueInfoProto.newBuilder().setName("u"));
        assertBroken("input 'u' has no declared type", untyped);
    }

    @Test
    void subgraphs() {
        AttributeProto body = AttributeProto.newBuilder()
                .setName("body")
                .setType(AttributeType.GRAPH)
                .setG(GraphProto.getDefaultInstance())
                .build();
        assertUnsupported(
                "node 'n0' (Loop, opset 13): this operator is not supported",
                sketch(13).node("Loop", "x", "y", body));
        assertUnsupported(
                "node 'n0' (Relu, opset 13): attribute 'body' holds a subgraph or refers to a function, which Lathe"
                        + " does not run",
                sketch(13).node("Relu", "x", "y", body));
    }

    @Test
    void trainingMode() {
        assertUnsupported(
                "node 'n0' (Dropout, opset 13): training_mode is true",
                sketch(13)
                        .constant("t", Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {1}))
                        .node("Dropout", "x - t", "y"));
        assertUnsupported(
                "node 'n0' (BatchNormalization, opset 15): it is in training mode",
                sketch(15).node("BatchNormalization", "x x x x x", "y", integer("training_mode", 1)));
        assertUnsupported(
                "node 'n0' (BatchNormalization, opset 9): result 1 is used, which only training gives",
                sketch(9).output("mean").node("BatchNormalization", "x x x x x", "y mean var a b"));
    }

    @Test
    void castsToTypesThatAreNotHeld() {
        assertUnsupported(
                "node 'n0' (Cast, opset 13): element type uint16 is not supported",
                sketch(13).node("Cast", "x", "y", integer("to", DataType.UINT16_VALUE)));
        assertUnsupported(
                "node 'n0' (CastLike, opset 15): the element type of operand 1 is not declared, or none that Lathe"
                        + " holds",
                sketch(15).node("CastLike", "x w", "y"));
    }

    @Test
    void attributesOfTheWrongTypeOrSize() {
        assertBroken(
                "node 'n0' (Flatten, opset 13): attribute 'axis' has type STRING, wanted INT",
                sketch(13).node("Flatten", "x", "y", text("axis", "1")));
        assertBroken(
                "node 'n0' (Flatten, opset 13): attribute 'axis' holds 4294967296, which is beyond 32 bits",
                sketch(13).node("Flatten", "x", "y", integer("axis", 1L << 32)));
        assertBroken(
                "node 'n0' (Flatten, opset 13): attribute 'axis' is given twice",
                sketch(13).node("Flatten", "x", "y", integer("axis", 1), integer("axis", 1)));
        assertBroken(
                "node 'n0' (MaxPool, opset 13): kernel_shape [2, 2], strides [1], dilations [] and pads [] are of"
                        + " different ranks",
                sketch(13).node("MaxPool", "x", "y", integers("kernel_shape", 2L, 2L), integers("strides", 1L)));
        assertThatThrownBy(sketch(13).node("MaxPool", "x", "y", integers("kernel_shape", 0L, 2L))::read)
                .isExactlyInstanceOf(ModelException.class)
                .hasMessageStartingWith("sketch.onnx: node 'n0' (MaxPool, opset 13): ");
    }

    @Test
    void operandsGivenTwiceOrNotAtAll() {
        assertBroken(
                "node 'n0' (Squeeze, opset 13): 'axes' is given as operand and as attribute",
                sketch(13).constant("a", Tensor.vector(0)).node("Squeeze", "x a", "y", integers("axes", 0L)));
        assertBroken(
                "node 'n0' (Add, opset 13): operand 1 is missing", sketch(13).node("Add", "x", "y"));
        assertBroken("node 'n0' (Relu, opset 13): it has no output", sketch(13).node("Relu", "x", "-"));
    }

    @Test
    void graphsThatDoNotHangTogether() {
        assertBroken(
                "node n0 (Relu) uses 'z', which nothing before it defines (dangling or cyclic graph)",
                sketch(13).node("Relu", "z", "y").node("Relu", "y", "z"));
        assertBroken("output 'y' is not computed by any node", sketch(13));
        assertBroken(
                "result of node n1 (Relu) 'y' is empty or defined twice",
                sketch(13).node("Relu", "x", "y").node("Relu", "x", "y"));
        assertBroken(
                "constant 'c' is nameless or defined twice",
                sketch(13).constant("c", Tensor.scalar(1L)).constant("c", Tensor.scalar(1L)));
    }

    @Test
    void longAndControlCharactersAreKeptOutOfMessages() {
        String name = "a\nb".repeat(1000);
        ModelSketch sketch = sketch(13).node("Nonsense", "x", "y");
        sketch.graph.getNodeBuilder(0).setName(name);
        assertThatThrownBy(sketch::read).hasMessageNotContaining("\n").message().hasSizeLessThan(300);
    }

    @Test
    void bytesThatAreNoModel() {
        assertThatThrownBy(() -> OnnxReader.read(new byte[0], "empty.onnx"))
                .isInstanceOf(ModelException.class)
                .hasMessage("empty.onnx: is no ONNX model, it has no graph");
        assertThatThrownBy(() -> OnnxReader.read(new byte[] {8}, "cut.onnx"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("cut.onnx: is not an ONNX file, or a damaged one: ");
        assertThatThrownBy(() -> OnnxReader.read(new ByteArrayInputStream(new byte[] {8}), "cut.onnx"))
                .isInstanceOf(ModelException.class);
    }

    @Test
    void filesThatAreNotThere(@TempDir Path folder) {
        assertThatThrownBy(() -> OnnxReader.read(folder.resolve("absent.onnx")))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("absent.onnx: does not exist");
        assertThatThrownBy(() -> OnnxReader.read(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("is not a file");
    }

    @Test
    void hugeLengthsTakeNoMemory(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeTag(7, 2);
        out.writeUInt32NoTag(Integer.MAX_VALUE);
        out.flush();
        Path file = Files.write(folder.resolve("huge.onnx"), bytes.toByteArray());
        assertThatThrownBy(() -> OnnxReader.read(file)).isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> OnnxReader.read(bytes.toByteArray(), "huge")).isInstanceOf(ModelException.class);
    }

    @Test
    void graphsNestedWithoutEndDoNotOverflowTheStack() {
        ByteString body = GraphProto.getDefaultInstance().toByteString();
        for (int i = 0; i < 2_000; i++) {
            // model or graph field, then node 1, attribute 5, graph 6
            body = wrap(1, wrap(5, wrap(6, body)));
        }
        byte[] bytes = wrap(7, body).toByteArray();
        assertThatThrownBy(() -> OnnxReader.read(bytes, "deep.onnx"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("deep.onnx");
    }

    private static ByteString wrap(int field, ByteString body) {
        byte[] head = new byte[10];
        CodedOutputStream out = CodedOutputStream.newInstance(head);
        try {
            out.writeTag(field, 2);
            out.writeUInt32NoTag(body.size());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return ByteString.copyFrom(head, 0, 10 - out.spaceLeft()).concat(body);
    }
}
