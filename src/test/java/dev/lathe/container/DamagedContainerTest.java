package dev.lathe.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.container.Parts.Part;
import dev.lathe.error.LatheException;
import dev.lathe.error.ModelException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Graph;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to a container, it is refused with a sentence. */
class DamagedContainerTest {
    @TempDir
    private Path folder;

    private static byte[] sample(Coder coder) {
        return SampleContainers.bytes(SampleContainers.everyEncoding(coder), coder);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] container) {
        return assertThatThrownBy(() -> LatheReader.read(new ByteArrayInputStream(container), "a.lathe"))
                .isInstanceOfAny(ModelException.class, UnsupportedException.class)
                .hasMessageStartingWith("a.lathe: ");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Parts parts) {
        return assertRefused(parts.joined());
    }

    @ParameterizedTest
    @EnumSource
    void theSampleIsPutTogetherAgain(Coder coder) {
        byte[] container = sample(coder);
        assertThat(Parts.of(container).joined()).isEqualTo(container);
    }

    @ParameterizedTest
    @EnumSource
    void anyByteThatChangedIsNoticed(Coder coder) {
        byte[] container = sample(coder);
        for (int i = 0; i < container.length; i++) {
            byte[] damaged = container.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            assertRefused(damaged)
                    .as("byte %d of %d", i, container.length)
                    .message()
                    .containsAnyOf(
                            "no .lathe file", "of version", "checksum", "exceeds the file", "ends early", "kind");
        }
    }

    @Test
    void anEndThatIsMissingIsNoticed() throws IOException {
        byte[] container = sample(Coder.HUFFMAN);
        Path file = folder.resolve("a.lathe");
        for (int length = 0; length < container.length; length++) {
            byte[] shorter = Arrays.copyOf(container, length);
            assertRefused(shorter).as("%d bytes", length);
            Files.write(file, shorter);
            assertThatThrownBy(() -> LatheReader.read(file))
                    .as("%d bytes", length)
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith(file + ": ");
        }
    }

    @Test
    void whatFollowsTheEndIsNoticed() {
        byte[] container = sample(Coder.ADAPTIVE);
        assertRefused(Arrays.copyOf(container, container.length + 1)).hasMessageEndingWith("goes on after its end");
    }

    @Test
    void sectionsCannotBeMoved() {
        byte[] container = sample(Coder.HUFFMAN);
        Parts parts = Parts.of(container);
        // Each section as it was, checksum and all.
        int first = 12 + 9 + parts.parts().get(0).payload().length;
        int second = first + 9 + parts.parts().get(1).payload().length;
        int third = second + 9 + parts.parts().get(2).payload().length;
        byte[] moved = container.clone();
        System.arraycopy(container, second, moved, first, third - second);
        System.arraycopy(container, first, moved, first + third - second, second - first);
        assertRefused(moved).hasMessageContaining("checksum of section TENSOR is wrong");
    }

    @Test
    void sectionsAreThoseOfTheGraph() {
        Parts parts = Parts.of(sample(Coder.HUFFMAN));
        int end = parts.parts().size() - 1;
        Part graph = parts.parts().get(0);
        Part tensor = parts.parts().get(2);
        assertRefused(parts.without(2)).hasMessageEndingWith("has 4 tensor sections, its graph names 5");
        assertRefused(parts.plus(2, tensor)).hasMessageEndingWith("has 6 tensor sections, its graph names 5");
        assertRefused(parts.plus(2, tensor).without(3 + 1)).hasMessageContaining("its section holds");
        assertRefused(parts.without(0)).hasMessageEndingWith("a section TENSOR where one GRAPH has to be");
        assertRefused(parts.plus(1, graph)).hasMessageEndingWith("a section GRAPH where one TENSOR has to be");
        assertRefused(new Parts(List.of(parts.parts().get(end)))).hasMessageContaining("where one GRAPH has to be");
        assertRefused(parts.with(end, new Part(0, new byte[3]))).hasMessageEndingWith("has 3 bytes too many");
        assertRefused(parts.with(2, new Part(7, new byte[0]))).hasMessageContaining("kind of a section is 7");
    }

    @Test
    void theGraphNamesEachSectionOnce() {
        Tensor tensor = SampleContainers.tensor(i -> (float) i, 20);
        Map<String, Tensor> constants = new LinkedHashMap<>();
        constants.put("a", tensor);
        constants.put("b", tensor);
        Graph graph = SampleContainers.graph(constants);
        Parts parts = Parts.of(SampleContainers.bytes(graph, Coder.HUFFMAN));
        for (String location : List.of("0", "2", "-1", "01", "", "x", "99999999999")) {
            byte[] model = OnnxWriter.toBytes(graph, Map.of("a", "0", "b", location));
            assertRefused(parts.with(0, new Part(1, GraphPayload.write(model))))
                    .hasMessageContaining("tensor 'b': its location is no number of a tensor section");
        }
        byte[] model = OnnxWriter.toBytes(
                SampleContainers.graph(Map.of("a", SampleContainers.tensor(_ -> 1f, 21))), Map.of("a", "0"));
        assertRefused(parts.with(0, new Part(1, GraphPayload.write(model))).without(1))
                .hasMessageEndingWith("tensor 'a': is declared as float32[21], its section holds 20 floats");
    }

    @Test
    void theGraphIsOfTheDeclaredLength() {
        Parts parts = Parts.of(sample(Coder.HUFFMAN));
        byte[] payload = parts.parts().get(0).payload();
        byte[] model = GraphPayload.read(payload);
        for (int length : new int[] {0, 1, model.length - 1, model.length + 1, 1 << 16}) {
            PayloadWriter other = new PayloadWriter();
            other.number(length);
            other.bytes(Arrays.copyOfRange(payload, PayloadWriter.sizeOf(model.length), payload.length));
            assertRefused(parts.with(0, new Part(1, other.toBytes())))
                    .hasMessageContaining("deflated graph is not of the declared length");
        }
        PayloadWriter bomb = new PayloadWriter();
        bomb.number(Integer.MAX_VALUE);
        bomb.bytes(new byte[100]);
        assertRefused(parts.with(0, new Part(1, bomb.toBytes())))
                .hasMessageEndingWith("100 deflated bytes cannot stand for 2147483647");
        byte[] garbage = {5, 1, 2, 3};
        assertRefused(parts.with(0, new Part(1, garbage))).hasMessageContaining("not in zlib's format");
    }

    @Test
    void aHugeSectionIsRefusedBeforeItIsRead() throws IOException {
        byte[] container = sample(Coder.HUFFMAN);
        for (int i = 13; i < 17; i++) {
            container[i] = (byte) (i < 16 ? 0xff : 0x7f);
        }
        Path file = Files.write(folder.resolve("a.lathe"), container);
        assertThatThrownBy(() -> LatheReader.read(file))
                .hasMessageEndingWith("a section of 2147483647 bytes exceeds the file");
        assertRefused(container).hasMessageContaining("ends early: 2147483647 bytes were to come");
        container[16] = (byte) 0xff;
        assertRefused(container).hasMessageEndingWith("a section of 4294967295 bytes exceeds the file");
    }

    @Test
    void laterVersionsAreNamed() {
        byte[] container = sample(Coder.HUFFMAN);
        container[8] = 2;
        assertRefused(container)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageEndingWith("is a .lathe file of version 2, known is version 1");
    }

    @Test
    void aStreamThatFailsIsNamed() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the line is dead");
            }
        };
        assertThatThrownBy(() -> LatheReader.read(failing, "far away"))
                .isInstanceOf(ModelException.class)
                .hasMessage("far away: cannot be read: the line is dead");
        assertThatThrownBy(() -> LatheReader.read(folder)).hasMessageEndingWith("is not a file");
        assertThatThrownBy(() -> LatheReader.read(folder.resolve("none")))
                .isInstanceOf(LatheException.class)
                .hasMessageEndingWith("none: does not exist");
    }
}
