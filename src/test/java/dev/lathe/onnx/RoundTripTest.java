package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lathe.Shared;
import dev.lathe.error.DataException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.Cast;
import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.ElementType;
import dev.lathe.op.Epilogue;
import dev.lathe.op.MaxPoolGradient;
import dev.lathe.op.Moments;
import dev.lathe.op.Op;
import dev.lathe.op.ReluGradient;
import dev.lathe.op.Softmax;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
    /** Of the largest output: what a runtime may differ by when it fuses other nodes, in networks of 56 layers. */
    private static final double RUNTIME_TOLERANCE = 1e-4;

    static List<Graph> canonical() {
        return SampleGraphs.canonical();
    }

    static List<Graph> all() {
        return Stream.concat(SampleGraphs.canonical().stream(), SampleGraphs.composite().stream())
                .toList();
    }

    private static Graph reread(Graph graph) {
        return OnnxReader.read(OnnxWriter.toBytes(graph), "again.onnx");
    }

    private static void assertSame(Graph actual, Graph expected) {
        assertThat(actual.name()).isEqualTo(expected.name());
        assertThat(actual.inputs()).isEqualTo(expected.inputs());
        assertThat(actual.constants().keySet())
                .containsExactlyElementsOf(expected.constants().keySet());
        expected.constants().forEach((name, tensor) -> assertThat(
                        tensor.sameBits(actual.constants().get(name)))
                .as(name)
                .isTrue());
        assertThat(actual.nodes()).hasSameSizeAs(expected.nodes());
        for (int i = 0; i < actual.nodes().size(); i++) {
            assertSame(actual.nodes().get(i), expected.nodes().get(i));
        }
    }

    private static void assertSame(Node actual, Node expected) {
        assertThat(actual.name()).isEqualTo(expected.name());
        assertThat(actual.inputs()).isEqualTo(expected.inputs());
        assertThat(actual.outputs()).isEqualTo(expected.outputs());
        if (expected.op() instanceof ConstantOfShape(Tensor value)) {
            assertThat(((ConstantOfShape) actual.op()).value().sameBits(value)).isTrue();
        } else {
            assertThat(actual.op()).isEqualTo(expected.op());
        }
    }

    @Test
    void theSamplesHoldEveryOperator() {
        Set<Class<?>> sampled = new HashSet<>();
        SampleGraphs.canonical()
                .forEach(graph -> sampled.add(graph.nodes().get(0).op().getClass()));
        // what training adds, which ONNX lacks
        sampled.addAll(List.of(
                BatchNormalizationGradient.class,
                ConvFilterGradient.class,
                MaxPoolGradient.class,
                Moments.class,
                ReluGradient.class));
        assertThat(sampled).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
    }

    @Test
    void whatOnnxHasNoOperatorForIsNotWritten() {
        Node node = new Node(
                "back", new MaxPoolGradient(Window.of(2), false), List.of("dy", "indices", "shape"), List.of("dx"));
        Graph graph = new Graph(
                "gradient",
                List.of(
                        Port.of("dy", DType.FLOAT32, Shape.of(1, 1, 3)),
                        Port.of("indices", DType.INT64, Shape.of(1, 1, 3))),
                List.of(Port.of("dx", DType.FLOAT32, Shape.of(1, 1, 4))),
                Map.of("shape", Tensor.vector(1, 1, 4)),
                List.of(node),
                Map.of());
        assertThatThrownBy(() -> OnnxWriter.toBytes(graph))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("ONNX has no operator for MaxPoolGradient");
    }

    @ParameterizedTest
    @MethodSource("canonical")
    void whatIsWrittenIsReadAgain(Graph graph) {
        assertSame(reread(graph), graph);
    }

    @Test
    void namesMetadataAndFreeExtentsSurvive() {
        Graph lenet = SampleGraphs.lenet();
        Graph again = reread(lenet);
        assertSame(again, lenet);
        assertThat(again.metadata()).isEqualTo(lenet.metadata());
    }

    @ParameterizedTest
    @MethodSource("all")
    void writingWhatWasReadChangesNothing(Graph graph) {
        Graph once = reread(graph);
        assertSame(reread(once), once);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatWasReadIsWrittenAsTheSameFile(Graph graph) {
        byte[] written = OnnxWriter.toBytes(graph);
        assertThat(OnnxWriter.toBytes(OnnxReader.read(written, "again.onnx"))).isEqualTo(written);
    }

    @Test
    void constantsOfActivationsKeepTheirOrder() {
        Activation clip = new Activation.Clip(-1, 2);
        Activation swish = new Activation.Swish(1.5f);
        List<Node> nodes = List.of(
                new Node("clip", new Activate(clip), List.of("in0"), List.of("a")),
                new Node("swish", new Activate(swish), List.of("a"), List.of("b")),
                new Node("last", new Activate(clip), List.of("b"), List.of("out0")));
        Graph sample = SampleGraphs.of(new Activate(clip), 1, Shape.of(3));
        byte[] written = OnnxWriter.toBytes(sample.with(nodes, sample.constants()));
        assertThat(OnnxWriter.toBytes(OnnxReader.read(written, "again.onnx"))).isEqualTo(written);
    }

    @Test
    void roundingToNarrowFloatsIsReadAsOneCast() {
        Graph graph = SampleGraphs.of(new Cast(ElementType.FLOAT16), 1, Shape.of(3));
        assertSame(reread(graph), graph);
    }

    @Test
    void unknownAttributesAreWrittenAgain() throws InvalidProtocolBufferException {
        Graph graph = new ModelSketch(13)
                .input("x", 1)
                .node("Relu", "x", "y", integer("vendor_hint", 5))
                .output("y")
                .read();
        assertThat(graph.nodes().get(0).extras()).containsOnlyKeys("vendor_hint");
        ModelProto written = ModelProto.parseFrom(OnnxWriter.toBytes(graph));
        assertThat(written.getGraph().getNode(0).getAttributeList()).containsExactly(integer("vendor_hint", 5));
    }

    @ParameterizedTest
    @MethodSource("all")
    void onnxRuntimeRunsWhatIsWritten(Graph graph) throws OrtException {
        // A declared type of an output that is not the computed one makes the runtime refuse; reading corrects it.
        byte[] written = OnnxWriter.toBytes(typed(graph));
        Map<String, double[]> outputs = OnnxRuntimeOracle.run(written);
        assertThat(outputs).hasSize(graph.outputs().size());
        assertThat(outputs.get("out0")).isNotEmpty();
    }

    /** {@code graph} with outputs of the types its operators give. */
    private static Graph typed(Graph graph) throws OrtException {
        try {
            ModelProto.Builder model = ModelProto.parseFrom(OnnxWriter.toBytes(graph)).toBuilder();
            model.getGraphBuilder().getOutputBuilderList().forEach(output -> output.clearType());
            return OnnxReader.read(model.build().toByteArray(), "typed.onnx");
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void unfusedOperatorsComputeWhatTheFusedOnesMean() throws OrtException {
        Graph fused = SampleGraphs.composite().get(0);
        double[] y = OnnxRuntimeOracle.run(OnnxWriter.toBytes(fused)).get("out0");
        Graph plain = SampleGraphs.of(
                new Conv(Window.of(3, 3), 1, Epilogue.NONE),
                1,
                fused.inputs().get(0).shape(1),
                fused.constants().get("w1"));
        double[] linear = OnnxRuntimeOracle.run(OnnxWriter.toBytes(plain)).get("out0");
        float[] residual = fused.constants().get("w3").floats();
        assertThat(y).hasSize(linear.length);
        for (int i = 0; i < y.length; i++) {
            // One float addition more.
            assertThat(y[i]).isCloseTo(Math.max(0, linear[i] + residual[i % residual.length]), within(1e-6));
        }
    }

    @Test
    void softmaxOverSeveralAxesSumsToOneOverAllOfThem() throws OrtException {
        Graph graph = SampleGraphs.of(new Softmax(1, false, true), 1, Shape.of(3, 2, 5));
        double[] y = OnnxRuntimeOracle.run(OnnxWriter.toBytes(graph)).get("out0");
        for (int row = 0; row < 3; row++) {
            double sum = 0;
            for (int i = 0; i < 10; i++) {
                sum += y[10 * row + i];
            }
            assertThat(sum).isCloseTo(1, within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlperftiny_resnet8_fp32.onnx",
                "mobilenet_v1_0.25_128_float.onnx",
                "mobilenet_v1_0.25_128_qdq.onnx",
                "mobilenet_v2_1.0_224_float.onnx",
                "resnet20_cifar10_bn_static.onnx",
                "resnet56_cifar10_bn_static.onnx",
                "squeezenet10_deepcompression.onnx"
            })
    void trainedNetworksComputeTheSameAfterwards(String name) throws IOException, OrtException {
        Path file = Shared.model(name);
        Map<String, double[]> before = OnnxRuntimeOracle.run(Files.readAllBytes(file));
        Map<String, double[]> after = OnnxRuntimeOracle.run(OnnxWriter.toBytes(OnnxReader.read(file)));
        assertThat(after).containsOnlyKeys(before.keySet());
        before.forEach((output, expected) -> {
            double largest = 0;
            for (double value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(after.get(output)).containsExactly(expected, within(RUNTIME_TOLERANCE * largest));
        });
    }

    @Test
    void filesAreReplacedWhole(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("m.onnx"), "old");
        OnnxWriter.write(SampleGraphs.lenet(), file);
        assertSame(OnnxReader.read(file), SampleGraphs.lenet());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFailedWriteLeavesNothingBehind(@TempDir Path folder) throws IOException {
        Path occupied = Files.createDirectories(folder.resolve("m.onnx/full"));
        assertThatThrownBy(() -> OnnxWriter.write(SampleGraphs.lenet(), folder.resolve("m.onnx")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot be written");
        assertThat(occupied).exists();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("m.onnx"));
        }
    }
}
