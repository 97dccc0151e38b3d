package dev.lathe.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.SmallModels;
import dev.lathe.backend.reference.Reference;
import dev.lathe.compress.Notes.Thinned;
import dev.lathe.compress.RankRule.Kept;
import dev.lathe.compress.RankRule.Measure;
import dev.lathe.compress.cluster.Initialisation;
import dev.lathe.compress.prune.Masks;
import dev.lathe.compress.prune.PruneRule;
import dev.lathe.compress.prune.Scores;
import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.zoo.Zoo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CompressorTest {
    private static final Graph LENET = Zoo.graph("lenet5", 1);

    private static CompressionPlan lowRank(RankRule rule) {
        return lowRank(rule, Selection.ALL);
    }

    private static CompressionPlan lowRank(RankRule rule, Selection selection) {
        return new CompressionPlan(new LowRankPlan(rule, 1, 1, false, 100, 1e-4, selection), null, null);
    }

    private static CompressionPlan prune(PruneRule rule) {
        return new CompressionPlan(null, new PrunePlan(new PrunePlan.Fixed(rule), false, Selection.ALL), null);
    }

    private static Compressed compress(Graph graph, CompressionPlan plan) {
        return Compressor.compress(graph, plan, Networks.surroundings(graph));
    }

    private static Map<String, String> reasons(Compressed compressed) {
        return compressed.layers().stream()
                .collect(Collectors.toMap(
                        LayerReport::name,
                        layer -> layer.action() + ": " + layer.reason(),
                        (a, _) -> a,
                        LinkedHashMap::new));
    }

    @Test
    void noiseStaysWhole() {
        Compressed compressed = compress(LENET, lowRank(new RankRule.Vbmf(false)));
        assertThat(reasons(compressed).values()).allMatch(reason -> reason.startsWith("whole: VBMF"));
        assertThat(OnnxWriter.toBytes(compressed.graph())).isEqualTo(OnnxWriter.toBytes(LENET));
    }

    @Test
    void everyLayerSaysWhyItIsAsItIs() {
        Map<String, Kept> table = Map.of("conv2", new Kept(3, 40), "ip1", new Kept(20, 60), "ip2", new Kept(null, 10));
        Compressed compressed = compress(
                LENET,
                lowRank(
                        new RankRule.Table(table),
                        new Selection(List.of("conv?", "ip1", "ip2"), List.of(), true, false)));
        assertThat(reasons(compressed))
                .containsEntry("conv1", "whole: it was not selected")
                .containsEntry("conv2", "tucker2: ranks by the table")
                .containsEntry("ip1", "tucker2: ranks by the table");
        assertThat(reasons(compressed).get("ip2")).startsWith("whole: it would not get smaller: 5,000 weights");
    }

    @Test
    void aTargetIsMet() {
        Compressed compressed = compress(LENET, lowRank(new RankRule.Target(Measure.PARAMETERS, 5)));
        long before = compressed.layers().stream()
                .mapToLong(l -> l.original().parameters())
                .sum();
        long after = compressed.layers().stream()
                .mapToLong(l -> l.compressed().parameters())
                .sum();
        assertThat(after).isLessThanOrEqualTo(before / 5).isGreaterThan(before / 6);
    }

    @Test
    void aRateIsEveryLayersOwn() {
        Compressed compressed = compress(LENET, lowRank(new RankRule.Rate(3)));
        assertThat(compressed.layers().stream().filter(layer -> layer.ranks() != null))
                .isNotEmpty()
                .allSatisfy(layer -> {
                    double ratio = (double) layer.original().parameters()
                            / layer.compressed().parameters();
                    assertThat(ratio).as(layer.name()).isBetween(3.0, 5.0);
                });
    }

    @Test
    void depthwiseFiltersAndQuantisedWeightsAreLeftWithAReason() {
        Tensor w = SmallModels.random(new Random(1), 6, 1, 3, 3);
        Graph depthwise = Networks.convolution(Shape.of(1, 6, 8, 8), w, 6, 1, 1, 1);
        assertThat(reasons(compress(depthwise, lowRank(new RankRule.Energy(.5)))))
                .containsEntry("conv", "whole: each filter sees one channel: there is nothing to decompose");
    }

    @Test
    void whatDoesNotGetFasterStaysWhole() {
        RankRule.Table table = new RankRule.Table(Map.of("conv2", new Kept(5, 10), "ip1", new Kept(20, 60)));
        // a device on which three layers of a convolution take longer than one, and those of ip1 do not
        Stopwatch stopwatch = graph -> graph.name().equals("ip1")
                ? 1.0 / graph.nodes().size()
                : graph.nodes().size();
        Surroundings around = new Surroundings(
                Reference::evaluate, Networks.shapes(LENET), null, stopwatch, null, Notes.NONE, CompressListener.NONE);
        Compressed compressed = Compressor.compress(LENET, lowRank(table), around);
        assertThat(reasons(compressed))
                .containsEntry("conv2", "whole: it would not get faster: 3.000 ms instead of 1.000 ms")
                .containsEntry("ip1", "tucker2: ranks by the table");
        assertThat(compressed.layers().get(1).milliseconds()).isEqualTo(new LayerReport.Times(1, 3));
    }

    /** Time as multiply-adds: a target of time then is one of multiply-adds. */
    @Test
    void aTargetOfTimeIsMet() {
        Stopwatch stopwatch = graph -> Layers.of(graph, Networks.types(graph)).stream()
                .mapToDouble(candidate -> candidate.macs() / 1e6)
                .sum();
        Surroundings around = new Surroundings(
                Reference::evaluate, Networks.shapes(LENET), null, stopwatch, null, Notes.NONE, CompressListener.NONE);
        Compressed compressed = Compressor.compress(LENET, lowRank(new RankRule.Target(Measure.LATENCY, 2)), around);
        long before =
                compressed.layers().stream().mapToLong(l -> l.original().macs()).sum();
        long after = compressed.layers().stream()
                .mapToLong(l -> l.compressed().macs())
                .sum();
        assertThat(after).isLessThanOrEqualTo(before / 2).isGreaterThan(before / 3);
    }

    @Test
    void pruningIsRecordedAndSharingKeepsZeros() {
        SharePlan share = new SharePlan(4, 2, 0, Map.of("ip2", 3), Initialisation.OPTIMAL, 1, Selection.ALL);
        CompressionPlan plan = new CompressionPlan(
                null, new PrunePlan(new PrunePlan.Fixed(new PruneRule.Density(.25)), false, Selection.ALL), share);
        Compressed compressed = compress(LENET, plan);
        assertThat(compressed.layers()).allSatisfy(layer -> {
            assertThat(layer.action()).isEqualTo("pruned+shared");
            assertThat(layer.density()).isEqualTo(.25);
            assertThat(layer.valueError()).isBetween(.2, .8);
        });
        assertThat(compressed.layers().stream().map(LayerReport::distinct)).containsExactly(16, 16, 4, 8);
        assertThat(Masks.of(compressed.graph())).hasSize(4);
        assertThat(Masks.of(compressed.graph()).values()).allMatch(mask -> mask.density() == .25);
    }

    @Test
    void aScanNeedsScoresAndUsesThem() {
        PrunePlan.Scanned scanned = new PrunePlan.Scanned(.1, List.of(.5, .9));
        CompressionPlan plan = new CompressionPlan(
                null, new PrunePlan(scanned, false, new Selection(List.of("ip*"), List.of(), false, false)), null);
        assertThatThrownBy(() -> compress(LENET, plan))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("labelled");
        // half of ip1 can go at no cost, of ip2 only a tenth
        double most = 0.8 * WeightValues.of(LENET.constant(weights("ip2"))).nonZero();
        Surroundings around = new Surroundings(
                Reference::evaluate,
                Networks.shapes(LENET),
                null,
                null,
                graph -> WeightValues.of(graph.constant(weights("ip2"))).nonZero() > most ? 1 : .5,
                Notes.NONE,
                CompressListener.NONE);
        Compressed compressed = Compressor.compress(LENET, plan, around);
        assertThat(compressed.layers().stream().skip(2).map(LayerReport::density))
                .containsExactly(.5, .9);
    }

    private static String weights(String layer) {
        return LENET.nodes().stream()
                .filter(node -> node.name().equals(layer))
                .findFirst()
                .orElseThrow()
                .input(1);
    }

    @Test
    void workGoesOnWhereItWasInterrupted() {
        CompressionPlan plan = lowRank(new RankRule.Energy(.6));
        byte[] straight = OnnxWriter.toBytes(compress(LENET, plan).graph());
        Memory notes = new Memory();
        notes.fails = 2;
        Surroundings around = new Surroundings(
                Reference::evaluate, Networks.shapes(LENET), null, null, null, notes, CompressListener.NONE);
        assertThatThrownBy(() -> Compressor.compress(LENET, plan, around)).isInstanceOf(DataException.class);
        assertThat(notes.kept).hasSize(2);
        notes.fails = 99;
        Compressed resumed = Compressor.compress(LENET, plan, around);
        assertThat(notes.found).isEqualTo(2);
        assertThat(OnnxWriter.toBytes(resumed.graph())).isEqualTo(straight);
    }

    /** Measured time may lead to other ranks the next time: factors that were kept for others do not count. */
    @Test
    void factorsOfOtherRanksAreNotTakenUp() {
        Memory notes = new Memory();
        notes.fails = 99;
        Surroundings around = new Surroundings(
                Reference::evaluate, Networks.shapes(LENET), null, null, null, notes, CompressListener.NONE);
        Compressor.compress(LENET, lowRank(new RankRule.Table(Map.of("conv2", new Kept(4, 8)))), around);
        CompressionPlan other = lowRank(new RankRule.Table(Map.of("conv2", new Kept(5, 9))));
        Compressed compressed = Compressor.compress(LENET, other, around);
        assertThat(notes.found).isZero();
        assertThat(OnnxWriter.toBytes(compressed.graph()))
                .isEqualTo(OnnxWriter.toBytes(compress(LENET, other).graph()));
    }

    /** Notes that end the work when {@code fails} layers are kept. */
    private static final class Memory implements Notes {
        private final Map<String, Thinned> kept = new HashMap<>();
        private int fails;
        private int found;

        @Override
        public Optional<Thinned> thinned(String work) {
            found += kept.containsKey(work) ? 1 : 0;
            return Optional.ofNullable(kept.get(work));
        }

        @Override
        public void keep(String work, Thinned thinned) {
            if (kept.size() == fails) {
                throw new DataException("the lights went out");
            }
            kept.put(work, thinned);
        }

        @Override
        public Optional<Scores> scores() {
            return Optional.empty();
        }

        @Override
        public void keep(Scores scores) {}
    }

    @Test
    void badInputIsRefused() {
        Tensor w = SmallModels.random(new Random(1), 4, 3, 3, 3);
        w.floats()[7] = Float.NaN;
        Graph broken = Networks.convolution(Shape.of(1, 3, 8, 8), w, 1, 1, 1, 1);
        CompressionPlan energy = lowRank(new RankRule.Energy(.5));
        assertThatThrownBy(() -> compress(broken, energy))
                .isInstanceOf(DataException.class)
                .hasMessage("element 7 of the constant 'w' is NaN, wanted finite numbers");
        Graph nothing = new Graph("nothing", LENET.inputs(), LENET.inputs(), Map.of(), List.of(), Map.of());
        assertThatThrownBy(() -> compress(nothing, energy))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no layer with weights");
        assertThatThrownBy(() -> compress(LENET, lowRank(new RankRule.Table(Map.of("conv9", new Kept(1, 1))))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'conv9', which is not there");
        assertThatThrownBy(() -> compress(LENET, lowRank(new RankRule.Table(Map.of("conv2", new Kept(0, 3))))))
                .isInstanceOf(InputException.class)
                .hasMessage("layer conv2 has inputs of rank 1 to 20, the table says 0");
        assertThatThrownBy(() -> compress(LENET, lowRank(new RankRule.Table(Map.of("ip2", new Kept(3, 3))))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a matrix with one rank");
        assertThatThrownBy(() -> compress(LENET, lowRank(new RankRule.Target(Measure.MACS, 1000))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot bring the cost down");
        assertThatThrownBy(() -> compress(LENET, lowRank(new RankRule.Target(Measure.LATENCY, 2))))
                .isInstanceOf(InputException.class)
                .hasMessage("a target of latency needs a device to measure on");
        assertThatThrownBy(() -> compress(LENET, prune(new PruneRule.PerLayer(Map.of("nothing", .5)))))
                .isInstanceOf(InputException.class);
    }

    @Test
    void allZeroLayersStayWhole() {
        Graph zeros =
                Networks.convolution(Shape.of(1, 6, 8, 8), Tensor.of(Shape.of(4, 6, 3, 3), new float[216]), 1, 1, 1, 1);
        assertThat(reasons(compress(zeros, lowRank(new RankRule.Vbmf(false))))).containsKey("conv");
        assertThat(reasons(compress(zeros, lowRank(new RankRule.Energy(.9)))))
                .containsEntry("conv", "whole: its weights are all zero");
    }
}
