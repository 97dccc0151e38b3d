package dev.lathe.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Flatten;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks drawn from a seed, with filters and inputs of layers set to zero at random. Weights are -1, 0 and 1 and
 * values are clipped to 4 with at most five binary digits after the point, so no sum is rounded and results are equal.
 */
class RemoveDeadNeuronsRandomTest {
    private static final int SEEDS = 60;

    private record Value(String name, int channels, int height, int width) {}

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSmallerNetworkGivesTheSame(int seed) {
        Graph graph = draw(new Random(seed), new Nets(seed));
        var result = new RemoveDeadNeurons(Reference::evaluate).apply(graph);
        Runs.assertSame(result.graph(), graph, 0);
        result.removed().forEach(removed -> {
            assertThat(removed.after()).isBetween(1, removed.before() - 1);
            Weights weights = Weights.of(result.graph(), removed.node() + ".w");
            assertThat(weights.values().shape().dim(0)).isEqualTo(removed.after());
        });
        assertThat(new RemoveDeadNeurons(Reference::evaluate)
                        .apply(result.graph())
                        .graph())
                .isSameAs(result.graph());
    }

    /** Otherwise the test above would compare networks with themselves. */
    @Test
    void mostNetworksShrink() {
        long shrunk = seeds().filter(seed -> {
                    Graph graph = draw(new Random(seed), new Nets(seed));
                    return !new RemoveDeadNeurons(Reference::evaluate)
                            .apply(graph)
                            .removed()
                            .isEmpty();
                })
                .count();
        assertThat(shrunk).isGreaterThan(SEEDS * 3 / 4);
    }

    private static Graph draw(Random random, Nets nets) {
        nets.input("x", 2, 3, 11, 10);
        Value value = new Value("x", 3, 11, 10);
        int layers = 2 + random.nextInt(2);
        for (int i = 0; i < layers; i++) {
            value = conv(random, nets, value, "conv" + i);
            value = after(random, nets, value, i);
        }
        int features = value.channels * value.height * value.width;
        nets.node("flat", new Flatten(1), value.name);
        dense(random, nets, "fc", "flat", 6, features);
        nets.node("fc.clip", new Activate(new Activation.Clip(-4, 4)), "fc");
        dense(random, nets, "out", "fc.clip", 3, 6);
        return nets.graph("out");
    }

    private static Value conv(Random random, Nets nets, Value x, String name) {
        int channels = 4 + random.nextInt(4);
        int kernel = Math.min(1 + random.nextInt(3), Math.min(x.height, x.width));
        int stride = 1 + random.nextInt(2);
        int padding = random.nextInt(2);
        nets.conv(name, x.name, new int[] {channels, x.channels, kernel, kernel}, stride, padding)
                .whole(name + ".w", name + ".b");
        kill(random, nets, name + ".w", channels, x.channels);
        nets.node(name + ".clip", new Activate(new Activation.Clip(-4, 4)), name);
        return new Value(
                name + ".clip",
                channels,
                (x.height + 2 * padding - kernel) / stride + 1,
                (x.width + 2 * padding - kernel) / stride + 1);
    }

    private static void dense(Random random, Nets nets, String name, String x, int n, int k) {
        nets.gemm(name, x, n, k).whole(name + ".w", name + ".b");
        kill(random, nets, name + ".w", n, k);
    }

    /** Sets the weights of about a quarter of the neurons, and of a quarter of the inputs, to zero. */
    private static void kill(Random random, Nets nets, String weights, int neurons, int inputs) {
        nets.fill(weights, 0, 0, quarter(random, neurons)).fill(weights, 0, 1, quarter(random, inputs));
    }

    private static int[] quarter(Random random, int of) {
        return IntStream.range(0, of).filter(_ -> random.nextInt(4) == 0).toArray();
    }

    private static Value after(Random random, Nets nets, Value x, int i) {
        String name = "after" + i;
        Value same = new Value(name, x.channels, x.height, x.width);
        switch (random.nextInt(5)) {
            case 0 -> nets.relu(name, x.name);
            case 1 -> nets.node(name, new Activate(new Activation.LeakyRelu(0.5f)), x.name);
            case 2 -> {
                nets.weights(name + ".scale", x.channels)
                        .weights(name + ".shift", x.channels)
                        .weights(name + ".mean", x.channels)
                        .whole(name + ".scale", name + ".shift", name + ".mean");
                float[] ones = new float[x.channels];
                Arrays.fill(ones, 1);
                nets.constant(name + ".variance", Shape.of(x.channels), ones)
                        .node(
                                name,
                                new BatchNormalization(0),
                                x.name,
                                name + ".scale",
                                name + ".shift",
                                name + ".mean",
                                name + ".variance");
            }
            case 3 -> {
                return pool(random, nets, x, name, Pool.Kind.MAX);
            }
            default -> {
                return pool(random, nets, x, name, Pool.Kind.AVERAGE);
            }
        }
        return same;
    }

    /** Windows of 2 x 2 that divide by four, two or one. */
    private static Value pool(Random random, Nets nets, Value x, String name, Pool.Kind kind) {
        int padding = random.nextInt(2);
        List<Integer> pads = List.of(padding, padding);
        Window window = new Window(List.of(2, 2), List.of(2, 2), List.of(), new Padding.Explicit(pads, pads));
        if (x.height + 2 * padding < 2 || x.width + 2 * padding < 2) {
            return x;
        }
        nets.node(name, new Pool(kind, window, false, random.nextBoolean(), 2, false), x.name);
        return new Value(name, x.channels, (x.height + 2 * padding) / 2, (x.width + 2 * padding) / 2);
    }
}
