package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.bench.Evaluation;
import dev.lathe.bench.ImageInput;
import dev.lathe.bench.OnnxRuntimePeer;
import dev.lathe.bench.PeerSession;
import dev.lathe.data.Dataset;
import dev.lathe.data.DatasetSpec;
import dev.lathe.data.Npy;
import dev.lathe.data.Preprocessing;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.op.DequantizeLinear;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Trained networks in a folder {@code shared} beside the project, where there is one. */
class RealNetworksTest {
    private static final String TEST_IMAGES = "data/cifar10/cifar10_test_1000_lossless.bin";

    /** The bytes 0..255 scaled to 0..1, then normalised as these networks were trained. */
    private static final Preprocessing CIFAR = new Preprocessing(
            null,
            null,
            1f / 255,
            List.of(.485f, .456f, .406f),
            List.of(.229f, .224f, .225f),
            Preprocessing.ChannelOrder.RGB,
            Preprocessing.Layout.NCHW);

    @TempDir
    private Path folder;

    private static Map<String, Tensor> images(Model model) {
        Random random = new Random(7);
        Map<String, Tensor> inputs = new HashMap<>();
        for (Port port : model.inputs()) {
            Tensor image = SmallModels.random(random, port.shape(2).dims());
            inputs.put(port.name(), image);
        }
        return inputs;
    }

    /**
     * A quantised network without what follows its last DequantizeLinear, so that differences can be told in quanta;
     * other networks as they are.
     */
    private static Model endingQuantised(Model model) {
        Graph graph = model.graph();
        List<Node> dequantizers = graph.nodes().stream()
                .filter(node -> node.op() instanceof DequantizeLinear)
                .toList();
        if (dequantizers.isEmpty()) {
            return model;
        }
        Port last = new Port(dequantizers.getLast().output(), DType.FLOAT32, null);
        return Model.of(
                new Graph(graph.name(), graph.inputs(), List.of(last), graph.constants(), graph.nodes(), Map.of()),
                model.label());
    }

    /** The step of a quantised output; 0 when the output is not quantised. */
    private static double quantum(Model model, String output) {
        Node last = model.graph().producers().get(output);
        Tensor scale = last.op() instanceof DequantizeLinear ? model.graph().constant(last.input(1)) : null;
        return scale == null ? 0 : scale.doubleAt(0);
    }

    @ParameterizedTest
    @MethodSource("dev.lathe.TestDevices#all")
    void agreeWithOnnxRuntime(String device) throws IOException {
        for (Path file : Shared.networks()) {
            Model model = endingQuantised(Model.load(file));
            Path copy = folder.resolve(file.getFileName());
            OnnxWriter.write(model.graph(), copy);
            Map<String, Tensor> inputs = images(model);
            try (Engine engine = Engine.open(device);
                    Session session = engine.session(model);
                    PeerSession peer = new OnnxRuntimePeer().open(copy, 1)) {
                Map<String, Tensor> wanted = peer.run(inputs);
                session.run(inputs).forEach((name, got) -> agree(file, model, name, got, wanted.get(name)));
            }
        }
    }

    /**
     * Within 1e-4 of the output's range, or one quantum of a quantised output: less than one and a half of its steps.
     */
    private static void agree(Path file, Model model, String name, Tensor got, Tensor wanted) {
        double least = 1.5 * quantum(model, name);
        Tolerance.assertCloseInRange(name + " of " + file, got, wanted, 1e-4, least);
    }

    @ParameterizedTest
    @CsvSource({"cpu, resnet20, 0.915", "cpu, resnet56, 0.926", "opencl:0, resnet20, 0.915", "opencl:0, resnet56, 0.926"
    })
    void classifyAsPublished(String device, String name, double top1) {
        Required.device(device);
        Dataset data = new DatasetSpec.Cifar10(List.of(Shared.file(TEST_IMAGES))).open(DatasetSpec.Split.TEST);
        Model model = Model.load(Shared.model(name + "_cifar10_bn_static.onnx"));
        Tensor published = Npy.read(Shared.model(name + "_cifar10_test1000_logits.npy"));
        ImageInput input = ImageInput.of(model.inputs(), CIFAR);
        try (Engine engine = Engine.open(device);
                Session session = engine.session(model)) {
            assertThat(Evaluation.of(session, data, input, data.size(), 50, done -> {})
                            .top1())
                    .isEqualTo(top1);
            List<Tensor> images = new ArrayList<>();
            for (int i = 0; i < data.size(); i++) {
                images.add(data.image(i));
            }
            Tensor batch = input.tensor(images, images.size());
            Tensor logits = session.run(Map.of(input.port().name(), batch))
                    .values()
                    .iterator()
                    .next();
            assertThat(logits.shape()).isEqualTo(Shape.of(data.size(), 10)).isEqualTo(published.shape());
            double[] differences = new double[logits.size()];
            Arrays.setAll(differences, i -> Math.abs(logits.doubleAt(i) - published.doubleAt(i)));
            assertThat(Arrays.stream(differences).max().orElseThrow()).isLessThan(1e-4);
        }
    }
}
