package dev.lathe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lathe.Model;
import dev.lathe.graph.Node;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressCommandTest {
    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void writeModel() {
        model = folder.resolve("lenet5.onnx");
        OnnxWriter.write(Zoo.graph("lenet5", 1), model);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    @Test
    void compressesAndTellsEverythingAsJson() throws IOException {
        Path output = file("small.lathe");
        JsonNode found = Invocation.json(
                "compress", model, "-o", output, "--ranks", "parameters:4", "--exclude", "conv1", "--bits", "6,4");
        assertThat(Invocation.fields(found))
                .containsExactly("model", "output", "device", "original", "compressed", "layers", "remarks");
        assertThat(Invocation.fields(found.get("original"))).containsExactly("parameters", "nonZero", "macs", "bytes");
        assertThat(found.at("/original/parameters").asLong()).isEqualTo(430_500);
        assertThat(found.at("/compressed/bytes").asLong()).isEqualTo(Files.size(output));
        JsonNode layer = found.get("layers").get(1);
        assertThat(Invocation.fields(layer))
                .containsExactly(
                        "name",
                        "op",
                        "nodes",
                        "action",
                        "reason",
                        "ranks",
                        "original",
                        "compressed",
                        "density",
                        "distinct",
                        "weightError",
                        "outputError",
                        "valueError",
                        "milliseconds",
                        "spectra",
                        "bytes",
                        "storage");
        assertThat(found.get("layers").get(0).get("action").asText()).isEqualTo("whole");
        assertThat(found.get("layers").get(2).get("action").asText())
                .startsWith("tucker")
                .endsWith("+shared");
        assertThat(Model.load(output).graph().nodes().stream().map(Node::name)).contains("ip1/core");
    }

    @Test
    void withoutStepsItIsLowRankByVbmf() throws IOException {
        JsonNode found = Invocation.json("compress", model, "-o", file("small.onnx"));
        found.get("layers")
                .forEach(layer -> assertThat(layer.get("reason").asText()).contains("VBMF"));
    }

    @Test
    void aFileOfStepsIsOverruledByOptions() throws IOException {
        Path config = Files.writeString(file("steps.yaml"), "low-rank: {ranks: energy:0.9, include: [ip1]}\n");
        JsonNode found =
                Invocation.json("compress", model, "-o", file("o.onnx"), "--config", config, "--ranks", "energy:0.3");
        assertThat(found.get("layers").get(2).get("action").asText()).isEqualTo("tucker2");
        assertThat(found.get("layers").get(1).get("reason").asText()).isEqualTo("it was not selected");
    }

    @Test
    void thePageNeedsNoOtherFile() throws IOException {
        Path page = file("report.html");
        Invocation.of(
                "compress",
                model,
                "-o",
                file("o.lathe"),
                "--ranks",
                "energy:0.5",
                "--prune",
                "density:0.5",
                "--report",
                page);
        assertThat(Files.readString(page))
                .contains("<h2>Singular values</h2>", "<polyline", "ip1, outputs", "Bytes in the file")
                .doesNotContain("http", "src=");
    }

    @Test
    void exportGivesTheSameNetwork() throws IOException {
        Path onnx = file("o.onnx");
        Path exported = file("exported.onnx");
        Invocation.of("compress", model, "-o", onnx, "--bits", "4");
        Invocation.of("compress", model, "-o", file("o.lathe"), "--bits", "4", "--coder", "adaptive");
        assertThat(Invocation.of("export", file("o.lathe"), "-o", exported).code())
                .isZero();
        assertThat(exported).hasSameBinaryContentAs(onnx);
    }

    @Test
    void wrongUsageAndBadInputAreTold() throws IOException {
        Path output = file("o.onnx");
        Invocation.of("compress", model).assertUsage("--output");
        Invocation.of("compress", model, "-o", output, "--limit", 0).assertUsage("--limit");
        Invocation.of("compress", model, "-o", output, "--bits", "1,2,3,4").assertUsage("--bits");
        Invocation.of("compress", model, "-o", output, "--lossless", "--bits", "4")
                .assertUsage("--lossless");
        Invocation.of("compress", model, "-o", output, "--ranks", "best").assertFailed("'best'", "vbmf");
        Invocation.of("compress", model, "-o", output, "--include", "conv9").assertFailed("'conv9'");
        Invocation.of("compress", model, "-o", output, "--data-aware").assertFailed("images");
        Invocation.of("compress", model, "-o", output, "--device", "cuda:9").assertFailed("cuda:9");
        Invocation.of("compress", model, "-o", file("o.txt")).assertFailed(".onnx or .lathe");
        Invocation.of("compress", file("no.onnx"), "-o", output).assertFailed("does not exist");
        assertThat(output).doesNotExist();
    }
}
