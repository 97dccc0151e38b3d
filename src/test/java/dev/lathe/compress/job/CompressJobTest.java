package dev.lathe.compress.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.Skip;
import dev.lathe.SmallModels;
import dev.lathe.bench.OnnxRuntimePeer;
import dev.lathe.bench.PeerSession;
import dev.lathe.compress.CompressListener;
import dev.lathe.error.DeviceException;
import dev.lathe.error.InputException;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.tensor.Tensor;
import dev.lathe.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressJobTest {
    private static final Path MODELS = Path.of("..", "shared", "models");

    @TempDir
    private Path folder;

    private Path zoo(String name) {
        Path file = folder.resolve(name + ".onnx");
        OnnxWriter.write(Zoo.graph(name, 1), file);
        return file;
    }

    private static CompressReport run(Path model, Path output, ConfigReader config) {
        return CompressJob.run(options(model, output, config), CompressListener.NONE);
    }

    private static CompressOptions options(Path model, Path output, ConfigReader config) {
        return new CompressOptions(model, null, output, config.config(), Map.of(), null, null, null, false);
    }

    private static ConfigReader everything() {
        return ConfigReader.empty()
                .set("low-rank", "ranks", "energy:0.5")
                .set("prune", "rule", "density:0.4")
                .set("share", "bits", Map.of("conv", 5, "fc", 3));
    }

    private static Tensor output(Model model, Map<String, Tensor> inputs) {
        try (Engine engine = Engine.open("cpu");
                Session session = engine.session(model)) {
            return session.run(inputs).values().iterator().next();
        }
    }

    private static Map<String, Tensor> images(Model model) {
        Random random = new Random(7);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        model.inputs()
                .forEach(port -> inputs.put(
                        port.name(), SmallModels.random(random, port.shape(2).dims())));
        return inputs;
    }

    /** Within 1e-4 of the output's range, as networks that nobody compressed are. */
    private static void assertRunsInOnnxRuntime(Path file) {
        Model model = Model.load(file);
        Map<String, Tensor> inputs = images(model);
        Tensor got = output(model, inputs);
        try (PeerSession peer = new OnnxRuntimePeer().open(file, 1)) {
            Tensor wanted = peer.run(inputs).values().iterator().next();
            assertThat(got.type()).isEqualTo(wanted.type());
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < wanted.size(); i++) {
                least = Math.min(least, wanted.doubleAt(i));
                most = Math.max(most, wanted.doubleAt(i));
            }
            assertThat(most).as("the output varies").isGreaterThan(least);
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(Math.abs(got.doubleAt(i) - wanted.doubleAt(i)))
                        .as("%s, element %d", file, i)
                        .isLessThanOrEqualTo(1e-4 * (most - least));
            }
        }
    }

    private void assertCompresses(Path model) {
        Path onnx = folder.resolve("small.onnx");
        Path lathe = folder.resolve("small.lathe");
        run(model, onnx, everything());
        CompressReport report = run(model, lathe, everything());
        assertRunsInOnnxRuntime(onnx);
        assertThat(OnnxWriter.toBytes(Model.load(lathe).graph())).isEqualTo(bytes(onnx));
        CompressReport.Totals before = report.original();
        CompressReport.Totals after = report.compressed();
        assertThat(after.bytes()).isEqualTo(bytes(lathe).length).isLessThan(before.bytes() / 4);
        assertThat(after.nonZero()).isLessThan(before.nonZero() / 2);
        assertThat(after.macs()).isLessThan(before.macs());
        assertThat(report.layers().stream()
                        .mapToLong(CompressReport.Layer::bytes)
                        .sum())
                .isLessThan(after.bytes());
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet-300-100", "lenet5", "squeezenet1.1"})
    void whatComesOutRunsInOnnxRuntimeAndTheContainerHoldsTheSame(String name) {
        assertCompresses(zoo(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resnet20_cifar10_bn_static",
                "mlperftiny_resnet8_fp32",
                "mobilenet_v1_0.25_128_float",
                "squeezenet10_deepcompression"
            })
    void trainedNetworksToo(String name) {
        Skip.unless(Files.isDirectory(MODELS), "no folder " + MODELS + " beside the project");
        assertCompresses(MODELS.resolve(name + ".onnx"));
    }

    @Test
    void quantisedWeightsStayAsTheyAre() {
        Skip.unless(Files.isDirectory(MODELS), "no folder " + MODELS + " beside the project");
        Path model = MODELS.resolve("mobilenet_v1_0.25_128_qdq.onnx");
        CompressReport report = run(model, folder.resolve("q.onnx"), everything());
        assertThat(report.layers())
                .allSatisfy(layer -> assertThat(layer.report().reason()).startsWith("its weights are computed by"));
        assertThat(output(Model.load(folder.resolve("q.onnx")), images(Model.load(model)))
                        .sameBits(output(Model.load(model), images(Model.load(model)))))
                .isTrue();
    }

    @Test
    void losslessChangesNoBit() {
        Path model = zoo("lenet5");
        CompressReport report = run(model, folder.resolve("l.lathe"), ConfigReader.empty());
        assertThat(OnnxWriter.toBytes(Model.load(folder.resolve("l.lathe")).graph()))
                .isEqualTo(bytes(model));
        assertThat(report.layers()).extracting(layer -> layer.report().action()).containsOnly("whole");
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        Path model = zoo("lenet5");
        ConfigReader config = ConfigReader.empty().set("low-rank", "ranks", "parameters:4");
        CompressOptions dry = new CompressOptions(
                model, null, folder.resolve("dry.onnx"), config.config(), Map.of(), null, null, null, true);
        CompressReport planned = CompressJob.run(dry, CompressListener.NONE);
        assertThat(planned.output()).isNull();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(model);
        }
        CompressReport done = run(model, folder.resolve("dry.onnx"), config);
        assertThat(planned.compressed().parameters())
                .isEqualTo(done.compressed().parameters());
        assertThat(planned.compressed().macs()).isEqualTo(done.compressed().macs());
    }

    /** An interrupted run leaves its finished layers behind, a later one takes them up and removes them. */
    @Test
    void theWorkFolderGoesOnWhereItStopped() throws IOException {
        Path model = zoo("lenet5");
        Path straight = folder.resolve("straight.onnx");
        Path output = folder.resolve("out.onnx");
        ConfigReader config = ConfigReader.empty().set("low-rank", "ranks", "energy:0.5");
        run(model, straight, config);
        CompressListener impatient = (step, done, known) -> {
            if (step.equals("factors of ip2")) {
                throw new IllegalStateException("enough");
            }
        };
        assertThatThrownBy(() -> CompressJob.run(options(model, output, config), impatient))
                .hasMessage("enough");
        Path work = folder.resolve("out.onnx.work");
        List<Path> kept;
        try (Stream<Path> files = Files.list(work)) {
            kept = files.toList();
        }
        assertThat(kept).hasSize(3);
        assertThat(output).doesNotExist();
        // a damaged part does not count, it is computed again
        byte[] damaged = Files.readAllBytes(kept.getFirst());
        damaged[damaged.length - 1] ^= 1;
        Files.write(kept.getFirst(), damaged);
        run(model, output, config);
        assertThat(bytes(output)).isEqualTo(bytes(straight));
        assertThat(work).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"low-rank, data-aware, true, unlabelled images", "prune, rule, sensitivity:0.1, labelled images"})
    void whatNeedsImagesSaysSo(String section, String field, String value, String message) {
        ConfigReader config = ConfigReader.empty().set(section, field, value);
        assertThatThrownBy(() -> run(zoo("lenet5"), folder.resolve("o.onnx"), config))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void nothingIsWrittenWhenSomethingIsWrong() {
        Path model = zoo("lenet5");
        Path output = folder.resolve("o.onnx");
        ConfigReader wrongName =
                ConfigReader.empty().set("low-rank", "ranks", "vbmf").set("low-rank", "include", List.of("conv9"));
        assertThatThrownBy(() -> run(model, output, wrongName)).hasMessageContaining("no layer is called 'conv9'");
        assertThatThrownBy(() -> run(model, folder.resolve("o.txt"), everything()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ends in .onnx or .lathe");
        CompressOptions elsewhere =
                new CompressOptions(model, null, output, everything().config(), Map.of(), null, "cuda:7", null, false);
        assertThatThrownBy(() -> CompressJob.run(elsewhere, CompressListener.NONE))
                .isInstanceOf(DeviceException.class);
        assertThat(output).doesNotExist();
    }

    @Test
    void withADeviceLayersAreTimed() {
        ConfigReader config = ConfigReader.empty().set("low-rank", "ranks", "energy:0.3");
        CompressOptions timed = new CompressOptions(
                zoo("lenet5"), null, folder.resolve("o.onnx"), config.config(), Map.of(), null, "cpu", null, false);
        CompressReport report = CompressJob.run(timed, CompressListener.NONE);
        assertThat(report.device()).isEqualTo("cpu");
        assertThat(report.layers())
                .filteredOn(layer -> layer.report().milliseconds() != null)
                .isNotEmpty()
                .allSatisfy(layer -> {
                    boolean faster = layer.report().milliseconds().after()
                            < layer.report().milliseconds().before();
                    assertThat(layer.report().action().equals("whole")).isNotEqualTo(faster);
                });
    }
}
