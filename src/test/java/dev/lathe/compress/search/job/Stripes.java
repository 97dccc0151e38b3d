package dev.lathe.compress.search.job;

import dev.lathe.Engine;
import dev.lathe.EngineOptions;
import dev.lathe.Model;
import dev.lathe.data.DatasetSpec;
import dev.lathe.data.IdxFiles;
import dev.lathe.data.Preprocessing;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.op.Op;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import dev.lathe.train.Decay;
import dev.lathe.train.Objective;
import dev.lathe.train.Optimiser;
import dev.lathe.train.Recipe;
import dev.lathe.train.Schedule;
import dev.lathe.train.TrainingListener;
import dev.lathe.train.Update;
import dev.lathe.train.gradient.TrainingForm;
import dev.lathe.train.job.TrainingJob;
import dev.lathe.train.job.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Noisy pictures of 11x12 pixels with a bright stripe high, in the middle or low, and a network that tells them. */
final class Stripes {
    private static final int IMAGES = 240;
    private static final int HEIGHT = 11;
    private static final int WIDTH = 12;
    private static final int CLASSES = 3;
    private static final int CHANNELS = 7;
    private static final int FEATURES = CHANNELS * 6 * 6;

    private Stripes() {}

    static Engine engine() {
        return Engine.open("cpu", EngineOptions.DEFAULT.withThreads(1));
    }

    /** Writes the pictures into {@code folder}. */
    static DatasetSpec data(Path folder) throws IOException {
        Random random = new Random(8);
        byte[] labels = new byte[IMAGES];
        byte[] pixels = new byte[IMAGES * HEIGHT * WIDTH];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / (HEIGHT * WIDTH);
            int row = i % (HEIGHT * WIDTH) / WIDTH;
            labels[image] = (byte) (image % CLASSES);
            boolean bright = row / 4 == image % CLASSES;
            pixels[i] = (byte) (random.nextInt(150) + (bright ? 60 : 0));
        }
        return new DatasetSpec.IdxPair(
                IdxFiles.write(folder.resolve("images"), pixels, IMAGES, HEIGHT, WIDTH),
                IdxFiles.write(folder.resolve("labels"), labels, IMAGES));
    }

    static TrainingOptions.Images images(DatasetSpec data) {
        Preprocessing preprocessing = new Preprocessing(
                null,
                null,
                1 / 255f,
                List.of(0.4f),
                List.of(0.2f),
                Preprocessing.ChannelOrder.RGB,
                Preprocessing.Layout.NCHW);
        return new TrainingOptions.Images(data, preprocessing, Integer.MAX_VALUE, 0.25, 16, List.of(), 3);
    }

    /** Trains the network and writes it to {@code file}. */
    static void train(DatasetSpec data, Path file) {
        Update update = new Update(new Optimiser.Adam(Decay.NONE), new Schedule.Constant(0.003));
        TrainingOptions options = new TrainingOptions(
                Model.of(graph(), "stripes"),
                file,
                images(data),
                new Recipe(4, update),
                new Objective.Labels(),
                new TrainingOptions.Keeping(false, false, TrainingForm.Normalization.BATCH),
                null,
                null,
                false);
        try (Engine engine = engine()) {
            TrainingJob.run(engine, options, TrainingListener.SILENT);
        }
    }

    private static Graph graph() {
        Random random = new Random(1);
        Map<String, Tensor> constants = new LinkedHashMap<>();
        constants.put("w1", floats(random, 0.4, 6, 1, 3, 3));
        constants.put("b1", floats(random, 0, 6));
        constants.put("w2", floats(random, 0.2, CHANNELS, 6, 3, 3));
        constants.put("b2", floats(random, 0, CHANNELS));
        constants.put("w3", floats(random, 0.1, CLASSES, FEATURES));
        constants.put("b3", floats(random, 0, CLASSES));
        List<Node> nodes = List.of(
                node("conv1", conv(1), "x", "w1", "b1"),
                node("relu1", new Activate(new Activation.Relu()), "conv1"),
                node("conv2", conv(2), "relu1", "w2", "b2"),
                node("relu2", new Activate(new Activation.Relu()), "conv2"),
                node("flat", new Flatten(1), "relu2"),
                node("fc", new Gemm(1, 1, false, true, Epilogue.NONE), "flat", "w3", "b3"));
        Port x = new Port("x", DType.FLOAT32, List.of(Dim.free("n"), Dim.of(1), Dim.of(HEIGHT), Dim.of(WIDTH)));
        return new Graph(
                "stripes", List.of(x), List.of(new Port("fc", DType.FLOAT32, null)), constants, nodes, Map.of());
    }

    private static Conv conv(int stride) {
        Padding one = new Padding.Explicit(List.of(1, 1), List.of(1, 1));
        return new Conv(new Window(List.of(), List.of(stride, stride), List.of(), one), 1, Epilogue.NONE);
    }

    private static Node node(String name, Op op, String... operands) {
        return new Node(name, op, List.of(operands), List.of(name));
    }

    private static Tensor floats(Random random, double scale, int... dims) {
        Tensor tensor = Tensor.zeros(new TensorType(DType.FLOAT32, Shape.of(dims)));
        for (int i = 0; i < tensor.size(); i++) {
            tensor.floats()[i] = (float) (scale * random.nextGaussian());
        }
        return tensor;
    }
}
