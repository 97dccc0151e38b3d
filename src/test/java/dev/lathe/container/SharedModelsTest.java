package dev.lathe.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Skip;
import dev.lathe.graph.Graph;
import dev.lathe.onnx.OnnxReader;
import dev.lathe.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trained networks in a folder {@code shared} beside the project, where there is one. */
class SharedModelsTest {
    private static final Path MODELS = Path.of("..", "shared", "models");

    @TempDir
    private Path folder;

    @BeforeEach
    void look() {
        Skip.unless(Files.isDirectory(MODELS), "no folder " + MODELS + " beside the project");
    }

    private static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.list(MODELS)) {
            return files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void comeBackAsTheSameOnnxFile() throws IOException {
        assertThat(models()).isNotEmpty();
        for (Path file : models()) {
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
