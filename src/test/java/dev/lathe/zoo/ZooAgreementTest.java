package dev.lathe.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.TestDevices;
import dev.lathe.graph.Graph;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The CPU engine on whole networks, against ONNX Runtime on the file that Lathe writes of them. */
class ZooAgreementTest {
    private static final long SEED = 11;

    /**
     * Of the range of an output, for two engines that add the same numbers in other orders. A layer's rounding is about
     * 2^-24 of a sum's largest terms times the root of its length (25088 at the most): 1e-5; layers add up like a
     * random walk, the deepest of them 53, so below 1e-4.
     */
    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lenet-300-100", "lenet5", "fashion-vgg", "squeezenet1.1", "mobilenetv2", "resnet18"})
    void agreesWithOnnxRuntime(String name) throws OrtException {
        check(name);
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(strings = {"alexnet", "vgg16", "googlenet", "squeezenet1.0", "resnet50"})
    void largeOnesAgreeWithOnnxRuntime(String name) throws OrtException {
        check(name);
    }

    private void check(String name) throws OrtException {
        Graph graph = Zoo.graph(name, SEED);
        Path file = folder.resolve(name + ".onnx");
        OnnxWriter.write(graph, file);
        Tensor input = new Weights(SEED).normal(graph.inputs().getFirst().shape(2), 0, 1);

        float[] expected = onnxRuntime(file, input);
        for (String device : TestDevices.fast()) {
            agree(device + " " + name, expected, lathe(device, graph, input));
        }
    }

    private static void agree(String what, float[] expected, float[] actual) {

        var range = range(expected);
        assertThat(range.getMax() - range.getMin()).as("range of the logits").isBetween(0.1, 100.0);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i])
                    .as("logit %d of %s", i, what)
                    .isCloseTo(expected[i], within(TOLERANCE * (range.getMax() - range.getMin())));
        }
    }

    private static DoubleSummaryStatistics range(float[] values) {
        var range = new DoubleSummaryStatistics();
        for (float value : values) {
            range.accept(value);
        }
        return range;
    }

    private static float[] lathe(String device, Graph graph, Tensor input) {
        try (Engine engine = Engine.open(device);
                Session session = engine.session(Model.of(graph, graph.name()))) {
            Tensor output = session.run(Map.of("input", input)).get("output");
            return Arrays.copyOf(output.floats(), output.size());
        }
    }

    private static float[] onnxRuntime(Path file, Tensor input) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] dims = Arrays.stream(input.shape().dims()).asLongStream().toArray();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(file.toString(), options);
                OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input.floats()), dims);
                OrtSession.Result result = session.run(Map.of("input", x))) {
            OnnxTensor y = (OnnxTensor) result.get(0);
            float[] values = new float[Shape.of(y.getInfo().getShape()).size()];
            y.getFloatBuffer().get(values);
            return values;
        }
    }
}
