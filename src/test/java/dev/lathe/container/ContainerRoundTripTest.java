package dev.lathe.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.SmallModels;
import dev.lathe.backend.reference.Reference;
import dev.lathe.container.Storage.StoredTensor;
import dev.lathe.error.DataException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.pass.Passes;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.zoo.Zoo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again to the last bit. */
class ContainerRoundTripTest {
    @TempDir
    private Path folder;

    private Storage assertComesBack(Graph graph, Coder coder) throws IOException {
        Path file = folder.resolve("a.lathe");
        Storage storage = LatheWriter.write(graph, file, coder);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(storage.totalBytes()).isEqualTo(bytes.length);
        assertThat(bytes).isEqualTo(SampleContainers.bytes(graph, coder));
        byte[] plain = OnnxWriter.toBytes(graph);
        assertThat(OnnxWriter.toBytes(LatheReader.read(file))).isEqualTo(plain);
        assertThat(OnnxWriter.toBytes(LatheReader.read(new ByteArrayInputStream(bytes), "stream")))
                .isEqualTo(plain);
        return storage;
    }

    private StoredTensor stored(Tensor tensor, Coder coder) throws IOException {
        return assertComesBack(SampleContainers.graph(tensor), coder).tensors().getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void everyEncodingIsWithoutLoss(Coder coder) throws IOException {
        Graph graph = SampleContainers.everyEncoding(coder);
        List<StoredTensor> stored = assertComesBack(graph, coder).tensors();
        assertThat(stored).hasSize(graph.constants().size() - 1).allSatisfy(tensor -> assertThat(tensor.name())
                .isEqualTo(tensor.encoding().name()));
    }

    @ParameterizedTest
    @EnumSource
    void bitsOfZerosAndNansSurvive(Coder coder) throws IOException {
        for (int size : new int[] {16, 17, 100, 1000}) {
            Tensor tensor = SampleContainers.oddities(size);
            stored(tensor, coder);
            Graph again = LatheReader.read(folder.resolve("a.lathe"));
            assertThat(again.constants().get("w").sameBits(tensor)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void zerosTakeNextToNothing(Coder coder) throws IOException {
        StoredTensor zeros = stored(SampleContainers.tensor(_ -> 0f, 1000, 1000), coder);
        assertThat(zeros.bytes().total()).isLessThan(40);
        StoredTensor negative = stored(SampleContainers.tensor(_ -> -0f, 1000, 1000), coder);
        assertThat(negative.bytes().total()).isLessThan(40);
        assertThat(negative.distinct()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536})
    void aCodebookHasItsLimit(int values) throws IOException {
        // An odd factor maps different numbers to different bits.
        Tensor tensor = SampleContainers.tensor(i -> Float.intBitsToFloat((1 + i % values) * 0x9E3779B1), 4 * values);
        StoredTensor stored = stored(tensor, Coder.HUFFMAN);
        assertThat(stored.distinct()).isEqualTo(values <= Symbols.MOST_VALUES ? values : 0);
    }

    @Test
    void longGapsAreBridged() throws IOException {
        Tensor tensor = SampleContainers.tensor(i -> i == 70_000 || i == 299_999 ? 1f + i : 0f, 300_007);
        StoredTensor stored = stored(tensor, Coder.HUFFMAN);
        assertThat(stored.encoding()).isEqualTo(Encoding.SPARSE_CODEBOOK);
        assertThat(stored.indexBits()).isEqualTo(16);
        // 70,001 = 65,536 + 4,465 and 229,999 = 3 * 65,536 + 33,391.
        assertThat(stored.fillers()).isEqualTo(4);
        assertThat(stored.entries()).isEqualTo(6);
        assertThat(stored.elements()).isEqualTo(300_007);
    }

    @Test
    void theStorageTellsWhereTheBytesAre() throws IOException {
        Random random = new Random(6);
        Tensor tensor = SampleContainers.tensor(_ -> random.nextInt(10) == 0 ? 1f + random.nextInt(16) : 0f, 100, 100);
        StoredTensor stored = stored(tensor, Coder.HUFFMAN);
        int kept = stored.entries() - stored.fillers();
        assertThat(kept).isBetween(900, 1100);
        assertThat(stored.distinct()).isEqualTo(16);
        // Sixteen values about as often: four bits, and hardly more for the fillers.
        assertThat(stored.bytes().codes()).isBetween(kept / 2L, kept * 9 / 16L);
        // Distances of a random tenth have 4.69 bits of information each.
        assertThat(stored.bytes().gaps()).isBetween((long) (kept * 4.5 / 8), (long) (kept * 5.0 / 8));
        assertThat(stored.bytes().codebook()).isLessThan(16 * 4);
        assertThat(stored.bytes().other()).isLessThan(100);
    }

    @Test
    void arraysLongerThanTheirShapeAreCut() throws IOException {
        float[] values = SampleContainers.tensor(i -> (float) i, 40).floats();
        stored(Tensor.of(Shape.of(3, 7), values), Coder.HUFFMAN);
        assertThat(LatheReader.read(folder.resolve("a.lathe"))
                        .constants()
                        .get("w")
                        .floats())
                .containsExactly(Arrays.copyOf(values, 21));
    }

    @ParameterizedTest
    @EnumSource
    void shapesOfAnyRankComeBack(Coder coder) throws IOException {
        for (int[] dims : new int[][] {{64}, {4, 16}, {2, 3, 3, 4}, {2, 2, 3, 2, 3}, {1, 2, 2, 2, 2, 1, 5}}) {
            stored(SampleContainers.tensor(i -> (float) (i * i % 3), dims), coder);
        }
        assertComesBack(SampleContainers.graph(Map.of("e", SampleContainers.tensor(i -> 0f, 0, 7))), coder);
    }

    static Stream<Graph> networks() {
        Stream<Graph> zoo = Stream.of("lenet5", "squeezenet1.1", "resnet18").map(name -> Zoo.graph(name, 3));
        Graph fused = Passes.run(Passes.standard(Reference::evaluate), Zoo.graph("mobilenetv2", 1));
        return Stream.concat(zoo, Stream.of(fused, SmallModels.classifier(2).graph()));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void networksAreWrittenAsTheSameOnnxFile(Graph graph) throws IOException {
        assertComesBack(graph, Coder.HUFFMAN);
    }

    @Test
    void aModelRunsAsBefore() {
        Model model = SmallModels.classifier(4);
        Path file = folder.resolve("model.lathe");
        LatheWriter.write(model.graph(), file, Coder.ADAPTIVE);
        assertThat(LatheReader.isContainer(file)).isTrue();
        Map<String, Tensor> input = Map.of("x", SmallModels.random(new Random(1), 2, 3, 9, 9));
        Model loaded = Model.load(file);
        assertThat(loaded.label()).isEqualTo(file.toString());
        try (Engine engine = Engine.open("reference");
                Session before = engine.session(model);
                Session after = engine.session(loaded)) {
            assertThat(after.run(input).get("y").sameBits(before.run(input).get("y")))
                    .isTrue();
        }
    }

    @Test
    void otherFilesAreNoContainers() throws IOException {
        Path onnx = folder.resolve("a.onnx");
        OnnxWriter.write(SmallModels.classifier(1).graph(), onnx);
        assertThat(LatheReader.isContainer(onnx)).isFalse();
        assertThat(LatheReader.isContainer(Files.write(folder.resolve("empty"), new byte[0])))
                .isFalse();
        assertThat(LatheReader.isContainer(folder)).isFalse();
        assertThat(LatheReader.isContainer(folder.resolve("none"))).isFalse();
    }

    @Test
    void aFailedWriteLeavesNothingBehind() throws IOException {
        Files.createDirectories(folder.resolve("a.lathe/full"));
        Graph graph = SmallModels.classifier(1).graph();
        assertThatThrownBy(() -> LatheWriter.write(graph, folder.resolve("a.lathe"), Coder.HUFFMAN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot be written");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("a.lathe"));
        }
    }
}
