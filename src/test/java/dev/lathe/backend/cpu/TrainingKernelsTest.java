package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.RandomTensors;
import dev.lathe.error.ShapeException;
import dev.lathe.graph.Node;
import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Geometry;
import dev.lathe.op.Moments;
import dev.lathe.op.Padding;
import dev.lathe.op.ReluGradient;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators of training on the CPU against the reference; sums of whole numbers are exact. */
class TrainingKernelsTest {
    private static final int CASES = 60;
    private static final int[] CHANNELS = {1, 2, 3, 7, 15, 16, 17, 31, 33};
    private static final float EPSILON = 0.01f;

    private final Random random = new Random(77);

    private int from(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private List<Integer> list(int length, int least, int most) {
        return Stream.generate(() -> from(least, most)).limit(length).toList();
    }

    private int channels() {
        return CHANNELS[random.nextInt(CHANNELS.length)];
    }

    private static int[] dims(int first, int second, int[] spatial) {
        return IntStream.concat(IntStream.of(first, second), Arrays.stream(spatial))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void gradientsOfFilters(int groups) {
        int ran = 0;
        for (int i = 0; i < CASES; i++) {
            int axes = from(1, 2);
            int perGroup = channels();
            Shape x = Shape.of(dims(from(1, 11), groups * perGroup, ints(axes, 1, 12)));
            Shape w = Shape.of(dims(groups * from(1, 21), perGroup, ints(axes, 1, 4)));
            // pads at the end may crop
            Padding padding = new Padding.Explicit(list(axes, 0, 3), list(axes, -1, 3));
            Window window = new Window(List.of(), list(axes, 1, 3), list(axes, 1, 2), padding);
            try {
                filters(new ConvFilterGradient(window, groups), x, w).exact("y");
                ran++;
            } catch (ShapeException _) {
                // no window fits
            }
        }
        assertThat(ran).isGreaterThan(CASES / 2);
    }

    private int[] ints(int length, int least, int most) {
        return IntStream.generate(() -> from(least, most)).limit(length).toArray();
    }

    private GraphTrial filters(ConvFilterGradient op, Shape x, Shape w) {
        GraphTrial trial = new GraphTrial(random.nextLong());
        Geometry geometry = new Conv(op.window(), op.groups(), Epilogue.NONE).geometry(x, w);
        trial.input("x", x.dims());
        trial.input("dy", dims(x.dim(0), w.dim(0), geometry.out()));
        trial.constant(
                "shape", Tensor.vector(Arrays.stream(w.dims()).asLongStream().toArray()));
        trial.node("y", op, "x", "dy", "shape");
        return trial;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 15, 16, 17, 33, 50})
    void gradientsOfOneFilterForEachChannel(int channels) {
        Padding padding = new Padding.Explicit(List.of(2, 1), List.of(0, 1));
        Window window = new Window(List.of(), List.of(1, 2), List.of(2, 1), padding);
        ConvFilterGradient op = new ConvFilterGradient(window, channels);
        filters(op, Shape.of(5, channels, 9, 11), Shape.of(channels, 1, 3, 2)).exact("y");
    }

    /** So many that images are not cut into as many parts as there may be, and filters are. */
    @Test
    void gradientsOfManyFilters() {
        Padding padding = new Padding.Explicit(List.of(1, 1), List.of(1, 1));
        ConvFilterGradient op = new ConvFilterGradient(new Window(List.of(), List.of(), List.of(), padding), 1);
        filters(op, Shape.of(2, 130, 5, 3), Shape.of(259, 130, 3, 3)).exact("y");
    }

    /** Two convolutions of one shape, {@code a} and {@code b}. */
    private GraphTrial behindConvolutions() {
        GraphTrial trial = new GraphTrial(random.nextLong());
        boolean line = from(0, 3) == 0;
        trial.input("x", dims(from(1, 3), 2, ints(line ? 1 : 2, 1, 23)));
        int channels = channels();
        trial.conv("a", "x", channels);
        trial.conv("b", "x", channels);
        return trial;
    }

    private static boolean isLast(GraphTrial trial, String name, String output) {
        Layouts layouts = new Layouts(trial.graph(output));
        return layouts.graph().nodes().stream()
                .filter(each -> each.name().equals(name))
                .allMatch(layouts::isChannelsLast);
    }

    @Test
    void gradientsOfRelu() {
        for (int i = 0; i < CASES / 2; i++) {
            GraphTrial trial = behindConvolutions();
            trial.node("y", new ReluGradient(), "a", "b");
            assertThat(isLast(trial, "y", "y")).isTrue();
            trial.exact("y");
        }
    }

    @Test
    void depthToSpace() {
        for (int i = 0; i < CASES / 4; i++) {
            GraphTrial trial = new GraphTrial(random.nextLong());
            trial.input("x", from(1, 3), 2, from(1, 9), from(1, 9));
            trial.conv("a", "x", 9 * from(1, 4));
            trial.node("y", new DepthToSpace(3, random.nextBoolean()), "a");
            assertThat(isLast(trial, "y", "y")).isTrue();
            trial.exact("y");
        }
    }

    private static double largest(Tensor tensor) {
        double largest = 0;
        for (int i = 0; i < tensor.size(); i++) {
            largest = Math.max(largest, Math.abs(tensor.doubleAt(i)));
        }
        return largest;
    }

    /**
     * Deviations are below twice the largest number and rounded like it, then squared and summed, each a rounding; and
     * mean, quotient and the reference's result.
     */
    @Test
    void momentsBehindConvolutions() {
        for (int i = 0; i < CASES / 2; i++) {
            GraphTrial trial = behindConvolutions();
            assertThat(moments(trial, "a")).isTrue();
        }
    }

    @Test
    void momentsOfPlanes() {
        for (int i = 0; i < CASES / 2; i++) {
            GraphTrial trial = new GraphTrial(random.nextLong());
            trial.input("a", dims(from(1, 3), from(1, 5), ints(from(0, 3), 1, 6)));
            assertThat(moments(trial, "a")).isFalse();
        }
    }

    /** Whether it ran channels last. */
    private boolean moments(GraphTrial trial, String x) {
        trial.node(new Node("m", new Moments(), List.of(x), List.of("mean", "variance")));
        double largest = largest(trial.value(x));
        int count = Moments.count(trial.value(x).shape());
        trial.check(4, largest, "mean");
        trial.check(count + 8, 4 * largest * largest, "mean", "variance");
        return isLast(trial, "m", "mean");
    }

    @Test
    void gradientsOfNormalizationBehindConvolutions() {
        for (int i = 0; i < CASES / 2; i++) {
            assertThat(normalization(behindConvolutions())).isTrue();
        }
    }

    @Test
    void gradientsOfNormalizationOfPlanes() {
        for (int i = 0; i < CASES / 2; i++) {
            GraphTrial trial = new GraphTrial(random.nextLong());
            int[] dims = dims(from(1, 3), from(1, 5), ints(from(0, 3), 1, 6));
            trial.input("a", dims);
            trial.input("b", dims);
            assertThat(normalization(trial)).isFalse();
        }
    }

    /**
     * Sums over a channel are as many roundings off as they have terms, relative to those of absolute values; what is
     * done to them and the reference's own add fewer than 16.
     */
    private boolean normalization(GraphTrial trial) {
        int channels = trial.value("a").shape().dim(1);
        trial.constant("scale", RandomTensors.floats(random, channels));
        trial.constant("mean", RandomTensors.floats(random, channels));
        trial.constant("variance", RandomTensors.absolute(RandomTensors.floats(random, channels)));
        List<String> operands = List.of("a", "b", "scale", "mean", "variance");
        trial.node(new Node("n", new BatchNormalizationGradient(EPSILON), operands, List.of("dx", "dscale", "dbias")));
        double dy = largest(trial.value("a"));
        double deviation = Math.sqrt(EPSILON);
        double normal = (largest(trial.value("b")) + largest(trial.value("mean"))) / deviation;
        double scale = largest(trial.value("scale"));
        int count = Moments.count(trial.value("a").shape());
        int roundings = count + 16;
        trial.check(roundings, scale / deviation * dy * (2 + normal * normal), "dx");
        trial.check(roundings, count * dy * normal, "dscale");
        trial.check(roundings, count * dy, "dbias");
        return isLast(trial, "n", "dx");
    }
}
