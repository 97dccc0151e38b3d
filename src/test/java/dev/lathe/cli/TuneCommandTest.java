package dev.lathe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lathe.Required;
import dev.lathe.SmallModels;
import dev.lathe.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {
    @TempDir
    private Path folder;

    @Test
    void tunesAModel() throws IOException {
        Required.device("opencl:0");
        Path model = folder.resolve("small.onnx");
        OnnxWriter.write(SmallModels.classifier(1).graph(), model);
        Path tables = folder.resolve("tables");
        Object[] tune = {"tune", model, "--device", "opencl:0", "--batch", "2", "--seconds", "0", "--output", tables};
        JsonNode found = Invocation.json(tune);
        assertThat(Invocation.fields(found)).containsExactly("device", "file", "problems");
        assertThat(found.get("file").asText()).isEqualTo(tables.toString());
        assertThat(found.get("problems")).isNotEmpty().allSatisfy(problem -> {
            assertThat(Invocation.fields(problem))
                    .containsExactly("problem", "kernel", "defines", "defaultMs", "bestMs", "tried", "wrong");
            assertThat(problem.get("wrong").asInt()).isZero();
            assertThat(problem.get("tried").asInt()).isPositive();
        });
        assertThat(found.get("problems").get(0).get("problem").asText())
                .isEqualTo("n2 g1 c3 k7 1x3x3 s1x2x2 d1x1x1 o1x5x5");
        Invocation again = Invocation.of(tune);
        assertThat(again.code()).isZero();
        assertThat(again.out()).startsWith("problem").contains("rows for", "conv_strips");
        if (Files.exists(tables)) {
            try (var files = Files.list(tables)) {
                assertThat(files).allMatch(file -> file.toString().endsWith(".tsv"));
            }
        }
    }

    @Test
    void tunesTheCpuInsideAModel() throws IOException {
        Path model = folder.resolve("three.onnx");
        OnnxWriter.write(SmallModels.threeByThree(1).graph(), model);
        Object[] tune = {
            "tune", model, "--device", "cpu", "--threads", "2", "--seconds", "0", "--output", folder.resolve("tables")
        };
        JsonNode found = Invocation.json(tune);
        assertThat(found.get("device").asText()).startsWith("java-").endsWith(" on 2");
        assertThat(found.get("problems")).hasSize(1);
        JsonNode problem = found.get("problems").get(0);
        assertThat(problem.get("problem").asText()).isEqualTo("n1 g1 c16 k16 1x3x3 s1x1x1 d1x1x1 o1x9x9");
        assertThat(problem.get("kernel").asText()).isEqualTo("winograd");
        assertThat(problem.get("wrong").asInt()).isZero();
        assertThat(problem.get("tried").asInt()).isEqualTo(3);
        assertThat(problem.get("bestMs").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(problem.get("defaultMs").asDouble());
    }

    @Test
    void saysWhatItCannotTune() {
        Invocation.of("tune").assertUsage("--device");
        Invocation.of("tune", "--device", "cpu").assertFailed("inside a model");
        Invocation.of("tune", "--device", "cuda:0").assertFailed("'cuda:0'", "nothing to tune");
        Invocation.of("tune", "--device", "cpu", "--threads", "0").assertUsage("--threads");
        Invocation.of("tune", "--device", "opencl:0", "--batch", "0").assertUsage("--batch");
    }

    @Test
    void aDeviceThatIsNotThereIsAnError() {
        Required.device("opencl:0");
        Invocation.of("tune", "--device", "opencl:77").assertFailed("opencl:77");
        Invocation.of("tune", folder.resolve("none.onnx"), "--device", "opencl:0")
                .assertFailed("none.onnx: does not exist");
    }
}
