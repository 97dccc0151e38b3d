package dev.lathe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.container.Coder;
import dev.lathe.container.LatheWriter;
import dev.lathe.data.Npy;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.onnx.OnnxReader;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a network that sums the red, the green and the blue of an image of 1x2 pixels. */
class CommandsTest {
    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void writeModel() {
        Port x = new Port("x", DType.FLOAT32, List.of(Dim.free("batch"), Dim.of(3), Dim.of(1), Dim.of(2)));
        Port y = new Port("y/../z", DType.FLOAT32, List.of(Dim.free("batch"), Dim.of(3)));
        float[] sums = {1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1};
        Graph graph = new Graph(
                "sums",
                List.of(x),
                List.of(y),
                Map.of("w", Tensor.of(Shape.of(3, 6), sums)),
                List.of(
                        new Node("flat", new Flatten(1), List.of("x"), List.of("f")),
                        new Node(
                                "fc",
                                new Gemm(1, 1, false, true, Epilogue.NONE),
                                List.of("f", "w"),
                                List.of("y/../z"))),
                Map.of());
        model = folder.resolve("sums.onnx");
        OnnxWriter.write(graph, model);
    }

    private Path image(String name, int left, int right) throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, left);
        image.setRGB(1, 0, right);
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void inspects() throws IOException {
        JsonNode found = Invocation.json("inspect", model);
        assertThat(Invocation.fields(found))
                .containsExactly("inputs", "outputs", "parameters", "biases", "macs", "bytes", "layers");
        assertThat(found.get("inputs").get(0).toString())
                .isEqualTo("{\"name\":\"x\",\"shape\":[-1,3,1,2],\"type\":\"float32\"}");
        assertThat(found.get("macs").asLong()).isEqualTo(18);
        assertThat(found.get("bytes").asLong()).isEqualTo(Files.size(model));
        assertThat(found.get("layers").get(1).toString())
                .isEqualTo("{\"name\":\"fc\",\"op\":\"Gemm\",\"output\":[1,3],\"parameters\":18,\"macs\":18}");
        assertThat(Invocation.of("inspect", model).out()).contains("parameters     18");
    }

    @Test
    void runsOnArrays() throws IOException {
        Path input = folder.resolve("in.npy");
        Npy.write(input, Tensor.of(Shape.of(2, 3, 1, 2), 1f, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60));
        Path out = folder.resolve("out");
        JsonNode result = Invocation.json("run", model, "--input", "x=" + input, "--output-dir", out);
        assertThat(Invocation.fields(result)).containsExactly("device", "outputs", "milliseconds", "top", "hostNodes");
        assertThat(result.get("outputs").toString()).isEqualTo("[{\"name\":\"y/../z\",\"shape\":[2,3]}]");
        assertThat(result.get("top")).isEmpty();
        // whatever a model calls its output, the file stays in the folder
        assertThat(Npy.read(out.resolve("y_.._z.npy")).floats()).containsExactly(3, 7, 11, 30, 70, 110);
        Invocation.of("run", model).assertFailed("'x'", "got nothing");
        Invocation.of("run", model, "--input", "x=" + folder.resolve("none.npy"))
                .assertFailed("none.npy: does not exist");
        Invocation.of("run", model, "--input", "x=" + input, "--device", "tpu:7")
                .assertFailed("tpu:7");
    }

    @Test
    void runsOnAnImageAndNamesTheTopClasses() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.txt"), "red\ngreen\nblue\n");
        Path picture = image("a.png", 0x00ff33, 0x00ff33);
        JsonNode result =
                Invocation.json("run", model, "--image", picture, "--top", "2", "--labels", labels, "--device", "cpu");
        assertThat(result.get("device").asText()).isEqualTo("cpu");
        assertThat(result.get("top")).hasSize(2);
        JsonNode best = result.get("top").get(0);
        assertThat(Invocation.fields(best)).containsExactly("index", "label", "score");
        assertThat(best.get("label").asText()).isEqualTo("green");
        Invocation.of("run", model, "--image", folder.resolve("none.png")).assertFailed("none.png: does not exist");
        Invocation.of("run", model, "--image", picture, "--labels", picture).assertFailed("not text in UTF-8");
        // two pixels of 255/255
        assertThat(best.get("score").asDouble()).isCloseTo(2, within(1e-6));
        assertThat(result.get("top").get(1).get("index").asInt()).isEqualTo(2);
        JsonNode bgr = Invocation.json(
                "run", model, "--image", picture, "--top", "1", "--order", "bgr", "--scale", "1", "--mean", "50,250,0");
        // blue first: 2·(51 - 50), 2·(255 - 250), 0
        assertThat(bgr.get("top").get(0).get("index").asInt()).isEqualTo(1);
        assertThat(bgr.get("top").get(0).get("score").asDouble()).isCloseTo(10, within(1e-4));
    }

    @Test
    void evaluates() throws IOException {
        image("set/0red/a.png", 0xff0000, 0xff0000);
        image("set/1green/a.png", 0x00ff00, 0x00ee00);
        image("set/1green/b.png", 0xff0000, 0x000000);
        image("set/2blue/a.png", 0x0000ff, 0x000000);
        JsonNode result = Invocation.json("eval", model, "--data", "images:" + folder.resolve("set"), "--batch", "3");
        assertThat(Invocation.fields(result)).containsExactly("device", "count", "top1", "top5", "imagesPerSecond");
        assertThat(result.get("count").asInt()).isEqualTo(4);
        assertThat(result.get("top1").asDouble()).isEqualTo(0.75);
        assertThat(result.get("top5").asDouble()).isEqualTo(1);
        JsonNode two = Invocation.json("eval", model, "--data", "images:" + folder.resolve("set"), "--limit", "2");
        assertThat(two.get("top1").asDouble()).isEqualTo(1);
        Invocation.of("eval", model, "--data", "images:" + folder.resolve("set"), "--resize", "4")
                .assertFailed("'x'", "--resize");
    }

    @Test
    void benchesAgainstThePeer() throws IOException {
        Path page = folder.resolve("page.html");
        JsonNode found = Invocation.json(
                "bench",
                model,
                "--device",
                "cpu,reference",
                "--batch",
                "1,3",
                "--seconds",
                "0.02",
                "--peer",
                "onnxruntime",
                "--per-layer",
                "--report",
                page);
        assertThat(Invocation.fields(found))
                .containsExactly("model", "results", "ratios", "checks", "layers", "phases", "machine", "ceilings");
        assertThat(found.get("results")).hasSize(6).allSatisfy(result -> {
            assertThat(Invocation.fields(result))
                    .containsExactly(
                            "engine",
                            "device",
                            "batch",
                            "threads",
                            "imagesPerSecond",
                            "gflops",
                            "latencyMs",
                            "firstRunMs",
                            "peakBytes",
                            "warmUp");
            assertThat(Invocation.fields(result.get("latencyMs"))).containsExactly("min", "p50", "p90", "p99", "mean");
            assertThat(result.get("imagesPerSecond").asDouble()).isPositive();
        });
        assertThat(found.get("results").findValuesAsText("engine"))
                .containsExactly("lathe", "lathe", "onnxruntime", "lathe", "lathe", "onnxruntime");
        assertThat(found.get("ratios")).hasSize(4);
        assertThat(found.get("checks"))
                .hasSize(4)
                .allSatisfy(check -> assertThat(check.get("passed").asBoolean()).isTrue());
        assertThat(found.get("layers").findValuesAsText("node")).contains("fc");
        assertThat(Files.readString(page)).contains("<svg", "onnxruntime cpu, batch 3");
        Invocation.of("bench", model, "--peer", "nobody").assertFailed("'nobody'", "onnxruntime");
    }

    @Test
    void benchFailsWhenResultsDiffer() {
        Invocation call = Invocation.of(
                "bench", model, "--device", "cpu", "--seconds", "0.01", "--peer", "onnxruntime", "--tolerance", "-1");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.out()).contains("DISAGREES");
        assertThat(call.err()).startsWith("lathe: the engines");
    }

    @Test
    void writesTheZoo() throws IOException {
        Path out = folder.resolve("lenet.onnx");
        Invocation call = Invocation.of("zoo", "lenet5", "-o", out);
        assertThat(call).isEqualTo(new Invocation(0, "", ""));
        byte[] first = Files.readAllBytes(out);
        assertThat(Invocation.json("inspect", out).get("parameters").asLong()).isPositive();
        Invocation.of("zoo", "lenet5", "-o", out, "--seed", "2");
        assertThat(Files.readAllBytes(out)).isNotEqualTo(first).hasSameSizeAs(first);
    }

    @Test
    void takesContainersAndExportsThem() throws IOException {
        Path container = folder.resolve("sums.lathe");
        LatheWriter.write(OnnxReader.read(model), container, Coder.HUFFMAN);
        JsonNode found = Invocation.json("inspect", container);
        assertThat(found.get("macs").asLong()).isEqualTo(18);
        assertThat(found.get("bytes").asLong()).isEqualTo(Files.size(container));
        Path x = folder.resolve("x.npy");
        Npy.write(x, Tensor.of(Shape.of(1, 3, 1, 2), 1f, 2, 3, 4, 5, 6));
        Object[] run = {"run", container, "--input", "x=" + x, "--output-dir", folder.resolve("out")};
        assertThat(Invocation.of(run).code()).isZero();
        assertThat(Npy.read(folder.resolve("out/y_.._z.npy")).floats()).containsExactly(3, 7, 11);
        Path out = folder.resolve("again.onnx");
        assertThat(Invocation.of("export", container, "-o", out)).isEqualTo(new Invocation(0, "", ""));
        assertThat(out).hasSameBinaryContentAs(model);
        Invocation.of("bench", container, "--peer", "onnxruntime").assertFailed("sums.lathe", "export");
        Invocation.of("export", container).assertUsage("--output");
        Files.write(container, new byte[] {1}, StandardOpenOption.APPEND);
        Invocation.of("export", container, "-o", out).assertFailed("sums.lathe: goes on after its end");
    }

    @Test
    void leavesPassesOut() throws IOException {
        Path x = folder.resolve("x.npy");
        Npy.write(x, Tensor.of(Shape.of(1, 3, 1, 2), 1f, 2, 3, 4, 5, 6));
        Object[] run = {
            "run", model, "--input", "x=" + x, "--device", "cpu", "--without-pass", "fold-constants,fuse-bias"
        };
        assertThat(Invocation.json(run).get("device").asText()).isEqualTo("cpu");
        run[run.length - 1] = "fuse-everything";
        Invocation.of(run).assertUsage("--without-pass", "fuse-activation");
    }

    @Test
    void checksCases() throws IOException {
        Path target = Files.createDirectories(folder.resolve("cases/test_sums"));
        Files.copy(model, target.resolve("model.onnx"));
        Invocation failed = Invocation.of("check", folder.resolve("cases"), "--json");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).startsWith("lathe: 1 case failed");
        JsonNode result = new ObjectMapper().readTree(failed.out());
        assertThat(Invocation.fields(result)).containsExactly("device", "passed", "failed", "unsupported", "cases");
        assertThat(result.get("failed").asInt()).isEqualTo(1);
        assertThat(result.get("cases").get(0).get("status").asText()).isEqualTo("failed");
        assertThat(Invocation.fields(result.get("cases").get(0))).containsExactly("name", "status", "reason");
        assertThat(Invocation.of("check", folder.resolve("cases"), "--filter", "^nothing$")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void demoSaysWhereItsNetworksComeFrom() {
        Invocation.of("demo", "-o", folder.resolve("x.png"), "--models", folder.resolve("none.jar"))
                .assertFailed("none.jar");
    }
}
