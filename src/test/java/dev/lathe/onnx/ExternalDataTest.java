package dev.lathe.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lathe.error.ModelException;
import dev.lathe.error.UnsupportedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalDataTest {
    private static final float[] WEIGHTS = {1, 2, 3, 4};

    @TempDir
    Path outside;

    private Path folder;

    @BeforeEach
    void weightsInsideAndOutside() throws IOException {
        folder = Files.createDirectories(outside.resolve("model"));
        Files.createDirectories(folder.resolve("sub"));
        for (Path file : new Path[] {
            folder.resolve("w.bin"), folder.resolve("sub/w.bin"), outside.resolve("w.bin"),
        }) {
            ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(WEIGHTS);
            Files.write(file, bytes.array());
        }
    }

    private static byte[] model(long elements, String... entries) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(elements)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (int i = 0; i < entries.length; i += 2) {
            tensor.addExternalData(
                    StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
        }
        return new ModelSketch(13).constant(tensor.build()).output("w").bytes();
    }

    private float[] read(long elements, String... entries) throws IOException {
        Path file = folder.resolve("m.onnx");
        Files.write(file, model(elements, entries));
        return OnnxReader.read(file).constants().get("w").floats();
    }

    @Test
    void wholeFilesAndPieces() throws IOException {
        assertThat(read(4, "location", "w.bin")).containsExactly(WEIGHTS);
        assertThat(read(2, "location", "sub/w.bin", "offset", "8", "length", "8"))
                .containsExactly(3, 4);
        assertThat(read(1, "location", "w.bin", "offset", "4")).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({
        "../w.bin, must be a relative path",
        "sub/../../w.bin, must be a relative path",
        "sub/../w.bin, must be a relative path",
        "./w.bin, must be a relative path",
        "/w.bin, must be a relative path",
        "'', must be a relative path",
        "C:w.bin, must be a relative path",
        "'..\\w.bin', must be a relative path",
        "sub, is not a regular file",
        "absent.bin, does not exist",
        "'w\0.bin', is no path",
    })
    void locationsThatAreRefused(String location, String reason) {
        assertThatThrownBy(() -> read(4, "location", location))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("m.onnx: tensor 'w': external data")
                .hasMessageContaining(reason);
    }

    @Test
    void anAbsolutePathIsRefusedEvenIntoTheFolder() {
        String absolute = folder.resolve("w.bin").toString();
        assertThatThrownBy(() -> read(4, "location", absolute)).isInstanceOf(ModelException.class);
    }

    @Test
    void linksAreRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), outside.resolve("w.bin"));
        Files.createSymbolicLink(folder.resolve("linked"), outside);
        Files.createLink(folder.resolve("hard.bin"), outside.resolve("w.bin"));
        assertThatThrownBy(() -> read(4, "location", "link.bin")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> read(4, "location", "linked/w.bin")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> read(4, "location", "hard.bin")).hasMessageContaining("hard links");
        Files.createSymbolicLink(folder.resolve("sub/inside.bin"), folder.resolve("w.bin"));
        Files.createSymbolicLink(folder.resolve("dangling.bin"), folder.resolve("absent.bin"));
        assertThatThrownBy(() -> read(4, "location", "sub/inside.bin")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> read(4, "location", "dangling.bin")).hasMessageContaining("symbolic link");
    }

    @Test
    void overlongLocationsAreRefusedInAShortSentence() {
        for (String location : List.of("w".repeat(100_000), "w/".repeat(50_000) + "w")) {
            assertThatThrownBy(() -> read(4, "location", location))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("does not exist")
                    .message()
                    .hasSizeLessThan(1000);
        }
    }

    @Test
    void entriesGivenTwiceAreRefused() {
        assertThatThrownBy(() -> read(4, "location", "w.bin", "location", "../w.bin"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("gives 'location' twice");
    }

    @ParameterizedTest
    @CsvSource({
        "4, 4, 16, 'wants bytes 4 to 4 + 16 of a file of 16'",
        "4, 0, 12, 'has length 12, but the declared dims need 16 bytes'",
        "8, 0, 32, 'wants bytes 0 to 0 + 32 of a file of 16'",
        "1, 9223372036854775807, 4, 'wants bytes'",
        "1, -4, 4, 'offset -4 is negative'",
        "1, 0x4, 4, 'is not a number'",
        "1, 99999999999999999999, 4, 'is not a number'",
        "1, 0, -4, 'length -4 is negative'",
    })
    void piecesThatDoNotFit(long elements, String offset, String length, String reason) {
        assertThatThrownBy(() -> read(elements, "location", "w.bin", "offset", offset, "length", length))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aModelInMemoryHasNone() {
        assertThatThrownBy(() -> OnnxReader.read(model(4, "location", "w.bin"), "memory"))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("no folder to look in");
    }
}
