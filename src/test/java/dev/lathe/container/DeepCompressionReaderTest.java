package dev.lathe.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.ModelException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a convolution of 2x1x3x3 weights and a fully connected layer of 3x50. */
class DeepCompressionReaderTest {
    private static final int CONV_CODEBOOK = 8;
    private static final int CONV_CODES = CONV_CODEBOOK + 4 * 256 + 4 * 2;

    @TempDir
    private Path folder;

    private static Graph topology(boolean transposed) {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        constants.put("w", Tensor.zeros(TensorType.float32(Shape.of(2, 1, 3, 3))));
        constants.put("b", Tensor.zeros(TensorType.float32(Shape.of(2))));
        constants.put("fc", Tensor.zeros(TensorType.float32(transposed ? Shape.of(3, 50) : Shape.of(50, 3))));
        constants.put("fb", Tensor.zeros(TensorType.float32(Shape.of(3))));
        List<Node> nodes = List.of(
                new Node("conv", new Conv(Window.of(3, 3), 1, Epilogue.NONE), List.of("x", "w", "b"), List.of("c")),
                new Node("flat", new Flatten(1), List.of("c"), List.of("f")),
                new Node(
                        "fc",
                        new Gemm(1, 1, false, transposed, Epilogue.NONE),
                        List.of("f", "fc", "fb"),
                        List.of("y")));
        return new Graph(
                "net",
                List.of(Port.of("x", DType.FLOAT32, Shape.of(1, 1, 7, 7))),
                List.of(Port.of("y", DType.FLOAT32, Shape.of(1, 3))),
                constants,
                nodes,
                Map.of());
    }

    /** Three entries in the convolution, at 0, 15 (a filler's) and 17; five in the other layer. */
    private static ByteBuffer file() {
        ByteBuffer file = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(3).putInt(5);
        for (int i = 0; i < 256; i++) {
            file.putFloat(i / 8f);
        }
        file.putFloat(.5f).putFloat(-.5f);
        file.put(new byte[] {(byte) 255, 0, 7});
        file.put(new byte[] {(byte) 0xe0, 0x01});
        for (int i = 0; i < 16; i++) {
            file.putFloat(-i);
        }
        file.putFloat(1).putFloat(2).putFloat(3);
        file.put(new byte[] {0x21, 0x43, 0x0f});
        file.put(new byte[] {(byte) 0xf0, (byte) 0xff, 0x0f});
        return file;
    }

    private Graph read(ByteBuffer file, int length) throws IOException {
        Path path = folder.resolve("a.net");
        Files.write(path, Arrays.copyOf(file.array(), length));
        return DeepCompressionReader.read(path, topology(true));
    }

    private Graph read(ByteBuffer file) throws IOException {
        return read(file, file.position());
    }

    @Test
    void putsWeightsWhereTheDistancesLead() throws IOException {
        Graph graph = read(file());
        float[] conv = new float[18];
        conv[0] = 255 / 8f;
        conv[17] = 7 / 8f;
        assertThat(graph.constants().get("w").floats()).containsExactly(conv);
        assertThat(graph.constants().get("b").floats()).containsExactly(.5f, -.5f);
        float[] fc = new float[150];
        fc[0] = -1;
        fc[16] = -2;
        fc[32] = -3;
        fc[48] = -4;
        fc[64] = -15;
        assertThat(graph.constants().get("fc").floats()).containsExactly(fc);
        assertThat(graph.constants().get("fb").floats()).containsExactly(1, 2, 3);
        assertThat(graph.nodes()).isEqualTo(topology(true).nodes());
    }

    @Test
    void refusesWhatIsMissingOrTooMuch() throws IOException {
        int length = file().position();
        for (int cut = 0; cut < length; cut++) {
            int shorter = cut;
            assertThatThrownBy(() -> read(file(), shorter))
                    .as("%d bytes", cut)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("a.net: ")
                    .hasMessageContaining("the file has");
        }
        assertThatThrownBy(() -> read(file(), length + 1)).hasMessageEndingWith("has 1 bytes after its last layer");
    }

    @Test
    void refusesDistancesThatLeaveTheLayer() {
        ByteBuffer file = file().put(CONV_CODES + 3, (byte) 0xf0);
        assertThatThrownBy(() -> read(file)).hasMessageContaining("layer conv: entry 2 lies at position 18 of 18");
    }

    @Test
    void refusesCountsThatNoLayerHolds() {
        assertThatThrownBy(() -> read(file().putInt(0, 19))).hasMessageContaining("has 19 entries for 18 weights");
        assertThatThrownBy(() -> read(file().putInt(0, -1))).hasMessageContaining("4294967295 entries");
    }

    @Test
    void refusesFillersThatAreNotZero() {
        assertThatThrownBy(() -> read(file().putFloat(CONV_CODEBOOK, .25f)))
                .hasMessageContaining("begins with 0.25, wanted the 0 of fillers");
    }

    @Test
    void refusesHalfABytesThatNoEntryOwns() {
        ByteBuffer file = file();
        file.put(CONV_CODES + 4, (byte) 0x11);
        assertThatThrownBy(() -> read(file)).hasMessageContaining("the distances end in half a byte that is not 0");
    }

    @Test
    void refusesNetworksThatTheFormatDoesNotHold() throws IOException {
        Path path = Files.write(folder.resolve("a.net"), new byte[8]);
        assertThatThrownBy(() -> DeepCompressionReader.read(path, topology(false)))
                .hasMessageContaining("fc (Gemm) are [inputs, outputs], wanted [outputs, inputs]");
        Graph graph = topology(true);
        Node conv = graph.nodes().get(0);
        List<Node> others = graph.nodes().subList(1, 3);
        Node again = new Node("again", conv.op(), conv.inputs(), List.of("d"));
        Graph twice = graph.with(List.of(again, conv, others.get(0), others.get(1)), graph.constants());
        assertThatThrownBy(() -> DeepCompressionReader.read(path, twice)).hasMessageContaining("with 2 uses");
        Node bare = conv.withInputs(List.of("x", "w"));
        Graph biasless = graph.with(List.of(bare, others.get(0), others.get(1)), graph.constants());
        assertThatThrownBy(() -> DeepCompressionReader.read(path, biasless))
                .hasMessageContaining("operand 2 of conv (Conv) is no constant");
        assertThatThrownBy(() -> DeepCompressionReader.read(folder.resolve("none.net"), graph))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("none.net: does not exist");
    }
}
