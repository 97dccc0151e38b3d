package dev.lathe.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.compress.RankRule.Kept;
import dev.lathe.compress.lowrank.Factors;
import dev.lathe.compress.lowrank.Kernel;
import dev.lathe.compress.lowrank.Ranks;
import dev.lathe.compress.lowrank.Stop;
import dev.lathe.compress.lowrank.Tucker1;
import dev.lathe.compress.lowrank.Tucker2;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thin layers in a row give what one layer with the kernel they stand for gives. */
class SplittingTest {
    private static final double SINGLE_PRECISION = 1e-5;

    @ParameterizedTest
    @CsvSource({
        // channels, filters, kernel, size, groups, stride, pad, dilation, R3, R4
        "7, 9, 3, 11, 1, 1, 0, 1, 3, 4",
        "7, 9, 3, 11, 1, 2, 1, 1, 3, 4",
        "7, 9, 3, 13, 1, 1, 2, 2, 5, 2",
        "8, 6, 5, 12, 2, 2, 2, 1, 3, 2",
        "12, 9, 3, 9, 3, 1, 1, 2, 2, 2",
        "7, 9, 3, 11, 1, 2, 1, 1, 7, 4",
        "7, 9, 3, 11, 1, 1, 1, 1, 3, 9",
        "8, 6, 2, 7, 2, 1, 1, 1, 4, 2",
        "7, 9, 1, 6, 1, 2, 0, 1, 7, 4",
        "8, 6, 1, 7, 2, 1, 1, 1, 4, 2",
        "5, 7, 1, 6, 1, 1, 0, 1, 5, 1",
    })
    void convolutions(
            int channels,
            int filters,
            int kernel,
            int size,
            int groups,
            int stride,
            int pad,
            int dilation,
            int r3,
            int r4) {
        Tensor w = SmallModels.random(new Random(1), filters, channels / groups, kernel, kernel);
        Graph graph = Networks.convolution(Shape.of(1, channels, size, size), w, groups, stride, pad, dilation);
        assertStandsFor(graph, new Ranks(r3, r4));
    }

    @ParameterizedTest
    @CsvSource({"1, 10, 4, 5", "3, 6, 2, 3"})
    void convolutionsOverOneAndThreeAxes(int axes, int size, int r3, int r4) {
        int[] x = {1, 6, size, size, size};
        int[] w = {8, 6, 3, 3, 3};
        Graph graph = Networks.convolution(
                Shape.of(x).slice(0, axes + 2),
                SmallModels.random(new Random(1), Shape.of(w).slice(0, axes + 2).dims()),
                1,
                2,
                1,
                1);
        assertStandsFor(graph, new Ranks(r3, r4));
    }

    @Test
    void fullyConnectedLayersBehindAFlattening() {
        Graph graph = Networks.flattened(Shape.of(1, 6, 3, 5), SmallModels.random(new Random(1), 11, 6 * 15));
        assertStandsFor(graph, new Ranks(2, 4));
        assertStandsFor(graph, new Ranks(6, 4));
    }

    @Test
    void matrices() {
        assertStandsFor(Networks.matrix(3, SmallModels.random(new Random(1), 13, 8)), new Ranks(13, 5));
        assertStandsFor(Networks.product(3, SmallModels.random(new Random(1), 13, 8)), new Ranks(13, 5));
    }

    private static void assertStandsFor(Graph graph, Ranks ranks) {
        Layer layer = (Layer) Layers.of(graph, Networks.types(graph)).getFirst();
        RankSpace space = new RankSpace(layer.extents(), layer.extents().taps() > 1, 1, 1);
        List<ThinKernel> groups = new ArrayList<>();
        List<Kernel> whole = new ArrayList<>();
        for (Kernel kernel : layer.kernels()) {
            Factors factors = space.reduces(ranks)
                    ? Tucker2.decompose(kernel, ranks, Stop.DEFAULT)
                    : Tucker1.decompose(kernel, ranks.outputs());
            groups.add(ThinKernel.of(factors, space, ranks));
            whole.add(factors.kernel());
        }
        Graph thin = Splitting.of(graph, layer, space, ranks, groups).in(graph);
        assertThat(thin.constants()).doesNotContainKey("w");
        assertThat(parameters(thin)).isEqualTo(space.parameters(ranks));
        Networks.assertSame(thin, Networks.withWeights(graph, joined(layer, whole)), SINGLE_PRECISION);
    }

    /** What the nodes multiply with: all constants but biases, which are vectors. */
    private static long parameters(Graph graph) {
        return graph.constants().values().stream()
                .filter(tensor -> tensor.shape().rank() > 1)
                .mapToLong(Tensor::size)
                .sum();
    }

    private static Tensor joined(Layer layer, List<Kernel> groups) {
        float[] all = new float[layer.weights().size()];
        int at = 0;
        for (Kernel group : groups) {
            System.arraycopy(group.values(), 0, all, at, group.values().length);
            at += group.values().length;
        }
        int outputs = layer.extents().outputs() * layer.extents().groups();
        return Tensor.of(
                layer.weights().shape(),
                layer.outputsFirst() ? all : Layer.transposed(all, outputs, all.length / outputs));
    }

    /** A kernel that has the ranks of the table loses nothing. */
    @Test
    void ranksOfTheKernelReproduceTheNetwork() {
        Random random = new Random(5);
        Kernel core = new Kernel(3, 2, 9, SmallModels.random(random, 3 * 2 * 9).floats());
        double[] inputs = doubles(random, 8 * 2);
        double[] outputs = doubles(random, 10 * 3);
        float[] kernel = new Factors(0, inputs, core, outputs, 0).kernel().values();
        Graph graph = Networks.convolution(Shape.of(1, 8, 9, 9), Tensor.of(Shape.of(10, 8, 3, 3), kernel), 1, 1, 1, 1);
        LowRankPlan plan = new LowRankPlan(
                new RankRule.Table(Map.of("conv", new Kept(2, 3))), 1, 1, false, 100, 1e-8, Selection.ALL);
        Compressed compressed =
                Compressor.compress(graph, new CompressionPlan(plan, null, null), Networks.surroundings(graph));
        LayerReport layer = compressed.layers().getFirst();
        assertThat(layer.action()).isEqualTo("tucker2");
        assertThat(layer.weightError()).isLessThan(1e-6);
        assertThat(compressed.graph().nodes().stream().map(Node::name))
                .containsExactly("conv/reduce", "conv/core", "conv/restore");
        Networks.assertSame(compressed.graph(), graph, SINGLE_PRECISION);
    }

    private static double[] doubles(Random random, int size) {
        return random.doubles(size, -1, 1).toArray();
    }
}
