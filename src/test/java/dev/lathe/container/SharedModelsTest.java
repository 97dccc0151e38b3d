package dev.lathe.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Shared;
import dev.lathe.graph.Graph;
import dev.lathe.onnx.OnnxReader;
import dev.lathe.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trained networks in a folder {@code shared} beside the project, where there is one. */
class SharedModelsTest {
    @TempDir
    private Path folder;

    @Test
    void comeBackAsTheSameOnnxFile() throws IOException {
        for (Path file : Shared.networks()) {
            Graph graph = OnnxReader.read(file);
            Path stored = folder.resolve("stored.lathe");
            for (Coder coder : Coder.values()) {
                Storage storage = LatheWriter.write(graph, stored, coder);
                assertThat(storage.totalBytes()).isEqualTo(Files.size(stored));
                assertThat(OnnxWriter.toBytes(LatheReader.read(stored)))
                        .as(file.toString())
                        .isEqualTo(OnnxWriter.toBytes(graph));
            }
        }
    }
}
