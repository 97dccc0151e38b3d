package dev.lathe.demo.fashion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.TestDevices;
import dev.lathe.bench.ImageInput;
import dev.lathe.data.Dataset;
import dev.lathe.data.DatasetSpec.Split;
import dev.lathe.graph.Graph;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.zoo.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What ships is what the pages say of it. */
class FashionFilesTest {
    /** Of the 1,000 test images, as {@code docs/reproductions/fashion-mnist.md} says. */
    private static final int RIGHT = 926;

    /**
     * Of the range of an image's logits: what two devices may differ by. Six layers, whose sums have at most 1,152
     * terms, round to about 2^-24 times the root of that each, 2e-6, and these add up to less than 1e-5.
     */
    private static final double ROUNDING = 1e-5;

    private static final int CLASSES = 10;
    private static final int BATCH = 100;

    /** @param close images whose two highest scores are so close that rounding may exchange them */
    private record Score(int right, int close) {}

    private static Score score(Session session, Dataset data) {
        ImageInput input = ImageInput.of(session.model().inputs(), FashionFiles.PREPROCESSING);
        int right = 0;
        int close = 0;
        for (int first = 0; first < data.size(); first += BATCH) {
            List<Tensor> images =
                    IntStream.range(first, first + BATCH).mapToObj(data::image).toList();
            Tensor logits =
                    session.run(Map.of("input", input.tensor(images, BATCH))).get("output");
            for (int i = 0; i < BATCH; i++) {
                float[] row = Arrays.copyOfRange(logits.floats(), i * CLASSES, (i + 1) * CLASSES);
                float own = row[data.label(first + i)];
                Arrays.sort(row);
                right += own == row[CLASSES - 1] ? 1 : 0;
                close += row[CLASSES - 1] - row[CLASSES - 2] <= ROUNDING * (row[CLASSES - 1] - row[0]) ? 1 : 0;
            }
        }
        return new Score(right, close);
    }

    @Test
    void everyDeviceGetsAsManyImagesRightAsThePageSays() {
        try (FashionFiles files = FashionFiles.unpacked()) {
            Dataset test = files.test().open(Split.TEST);
            Model network = Model.load(files.network());
            assertThat(test.size()).isEqualTo(1000);
            for (String device : TestDevices.fast()) {
                try (Engine engine = Engine.open(device);
                        Session session = engine.session(network)) {
                    Score score = score(session, test);
                    assertThat(score.right).as(device).isBetween(RIGHT - score.close, RIGHT + score.close);
                }
            }
        }
    }

    @Test
    void theNetworkIsTheOneOfTheZoo() {
        Graph built = Zoo.graph("fashion-vgg", 1);
        try (FashionFiles files = FashionFiles.unpacked()) {
            Graph shipped = Model.load(files.network()).graph();

            assertThat(operators(shipped)).isEqualTo(operators(built));
            assertThat(shapes(shipped)).isEqualTo(shapes(built));
        }
    }

    private static List<String> operators(Graph graph) {
        return graph.nodes().stream().map(node -> node.op().name()).toList();
    }

    private static Map<String, Shape> shapes(Graph graph) {
        Map<String, Shape> shapes = new HashMap<>();
        graph.constants().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    @Test
    void trainingImagesAreOthersAndEveryClassIsThere() {
        try (FashionFiles files = FashionFiles.unpacked()) {
            Dataset training = files.training().open(Split.TRAIN);
            Dataset test = files.test().open(Split.TEST);

            assertThat(training.size()).isEqualTo(2000);
            assertThat(IntStream.range(0, training.size()).map(training::label).distinct())
                    .hasSize(CLASSES);
            assertThat(IntStream.range(0, test.size()).mapToObj(i -> pixels(test, i)))
                    .doesNotContainAnyElementsOf(IntStream.range(0, training.size())
                            .mapToObj(i -> pixels(training, i))
                            .toList());
        }
    }

    private static String pixels(Dataset data, int image) {
        return Arrays.toString(data.image(image).floats());
    }

    @Test
    void nothingIsLeftBehind() {
        FashionFiles files = FashionFiles.unpacked();
        Path folder = Objects.requireNonNull(files.network().getParent());
        assertThat(folder).isDirectory();

        files.close();

        assertThat(folder).doesNotExist();
    }

    @Test
    void theLicenceOfTheImagesComesWithThem() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(FashionFiles.class.getResourceAsStream("LICENCE.txt"), "LICENCE.txt")) {
            String licence = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(licence)
                    .contains("Copyright: 2017, Zalando SE")
                    .contains("Permission is hereby granted, free of charge")
                    .contains("test-images.idx.gz", "training-images.idx.gz");
        }
    }

    @Test
    void theFilesAreSmall() throws IOException {
        try (FashionFiles files = FashionFiles.unpacked()) {
            assertThat(Files.size(files.network())).isLessThan(1 << 20);
        }
    }
}
