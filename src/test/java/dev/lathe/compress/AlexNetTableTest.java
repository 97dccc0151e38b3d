package dev.lathe.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.compress.RankRule.Kept;
import dev.lathe.graph.Graph;
import dev.lathe.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of Kim et al. 2015 for AlexNet: weights and multiply-adds of every layer follow from its ranks. */
class AlexNetTableTest {
    private static final Map<String, Kept> RANKS = new LinkedHashMap<>();

    static {
        RANKS.put("conv1", new Kept(null, 26));
        RANKS.put("conv2", new Kept(25, 59));
        RANKS.put("conv3", new Kept(105, 112));
        RANKS.put("conv4", new Kept(49, 46));
        RANKS.put("conv5", new Kept(40, 34));
        RANKS.put("fc6", new Kept(210, 584));
        RANKS.put("fc7", new Kept(null, 301));
        RANKS.put("fc8", new Kept(null, 195));
    }

    @Test
    void weightsAndMultiplyAddsFollowFromTheRanks() {
        Graph alexNet = Zoo.graph("alexnet", 1);
        LowRankPlan plan = new LowRankPlan(new RankRule.Table(RANKS), 1, 1, false, 100, 1e-4, Selection.ALL);
        Compressed decided =
                Compressor.decide(alexNet, new CompressionPlan(plan, null, null), Networks.surroundings(alexNet));
        assertThat(decided.layers().stream().map(AlexNetTableTest::row))
                .containsExactly(
                        "conv1 34848 -> 11934, 105.42 -> 36.10",
                        "conv2 307200 -> 91254, 223.95 -> 66.52",
                        "conv3 884736 -> 175728, 149.52 -> 29.70",
                        "conv4 663552 -> 77052, 112.14 -> 13.02",
                        "conv5 442368 -> 48544, 74.76 -> 8.20",
                        "fc6 37748736 -> 6860864, 37.75 -> 8.74",
                        "fc7 16777216 -> 2465792, 16.78 -> 2.47",
                        "fc8 4096000 -> 993720, 4.10 -> 0.99");
        List<LayerReport> layers = decided.layers();
        assertThat(layers.stream().mapToLong(l -> l.original().parameters()).sum())
                .isEqualTo(60_954_656);
        assertThat(layers.stream().mapToLong(l -> l.compressed().parameters()).sum())
                .isEqualTo(10_724_888);
        assertThat(millions(layers.stream().mapToLong(l -> l.original().macs()).sum()))
                .isEqualTo("724.41");
        assertThat(millions(
                        layers.stream().mapToLong(l -> l.compressed().macs()).sum()))
                .isEqualTo("165.75");
    }

    private static String row(LayerReport layer) {
        return "%s %d -> %d, %s -> %s"
                .formatted(
                        layer.name(),
                        layer.original().parameters(),
                        layer.compressed().parameters(),
                        millions(layer.original().macs()),
                        millions(layer.compressed().macs()));
    }

    private static String millions(long macs) {
        return String.format(Locale.ROOT, "%.2f", macs / 1e6);
    }
}
