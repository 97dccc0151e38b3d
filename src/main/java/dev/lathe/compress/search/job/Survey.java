package dev.lathe.compress.search.job;

import dev.lathe.backend.reference.Reference;
import dev.lathe.compress.CompressionPlan;
import dev.lathe.compress.Compressor;
import dev.lathe.compress.LayerReport;
import dev.lathe.compress.LayerReport.RankReport;
import dev.lathe.compress.RankRule;
import dev.lathe.compress.RankRule.Kept;
import dev.lathe.compress.Selection;
import dev.lathe.compress.Surroundings;
import dev.lathe.compress.search.Sensitivity;
import dev.lathe.compress.search.Sensitivity.Cost;
import dev.lathe.compress.search.Sensitivity.Effect;
import dev.lathe.compress.search.Setting;
import dev.lathe.graph.Graph;
import dev.lathe.graph.pass.KnownTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Measures what layers cost and lose, one by one, without training.
 *
 * @param ranks by ratio and layer; a layer that a ratio does not make smaller has none there
 * @param bits to try; empty: values are not shared
 * @param cost of a network
 * @param loss of a network, beside the original
 */
record Survey(
        Draft original,
        Map<Double, Map<String, Kept>> ranks,
        List<Integer> bits,
        ToDoubleFunction<Graph> cost,
        ToDoubleFunction<Graph> loss) {
    static final List<Integer> BITS = List.of(6, 5, 4, 3, 2);

    private static final List<Double> RATIOS = List.of(1.5, 2.5);
    private static final List<Double> DENSITIES = List.of(0.8, 0.6, 0.45, 0.3, 0.2, 0.12);

    /** The ranks of all layers of {@code original} for each ratio. */
    static Map<Double, Map<String, Kept>> ranks(Draft original) {
        Map<Double, Map<String, Kept>> ranks = new LinkedHashMap<>();
        Surroundings around = Surroundings.of(Reference::evaluate, original.shapes());
        for (double ratio : RATIOS) {
            CompressionPlan plan =
                    new CompressionPlan(Draft.lowRank(new RankRule.Rate(ratio), Selection.ALL), null, null);
            Map<String, Kept> kept = new LinkedHashMap<>();
            for (LayerReport layer :
                    Compressor.decide(original.graph(), plan, around).layers()) {
                RankReport found = layer.ranks();
                if (found != null) {
                    kept.put(layer.name(), new Kept(found.inputs(), found.outputs()));
                }
            }
            ranks.put(ratio, kept);
        }
        return ranks;
    }

    /** What {@code setting} does to the form of {@code layer}; empty for nothing. */
    Map<String, Kept> ranks(String layer, Setting setting) {
        return setting.ratio() == 1
                ? Map.of()
                : Map.of(layer, ranks.get(setting.ratio()).get(layer));
    }

    Sensitivity of(String layer, KnownTypes types) {
        List<Effect> thinning = new ArrayList<>();
        for (double ratio : ratios(layer)) {
            Graph changed = original.thinned(ranks(layer, new Setting(ratio, 1, Setting.EXACT)))
                    .graph();
            thinning.add(new Effect(ratio, loss.applyAsDouble(changed)));
        }
        List<Effect> pruning = new ArrayList<>();
        for (double density : DENSITIES) {
            Graph changed = original.pruned(Map.of(layer, density), false).graph();
            pruning.add(new Effect(density, loss.applyAsDouble(changed)));
        }
        List<Effect> sharing = new ArrayList<>();
        for (int width : bits) {
            Graph changed = original.shared(Map.of(layer, width)).graph();
            sharing.add(new Effect(width, loss.applyAsDouble(changed)));
        }
        return new Sensitivity(
                layer, thinning, pruning, sharing, costs(layer, CutOut.of(original.graph(), types, layer)));
    }

    private List<Double> ratios(String layer) {
        return ranks.keySet().stream()
                .filter(ratio -> ranks.get(ratio).containsKey(layer))
                .toList();
    }

    private List<Cost> costs(String layer, Draft alone) {
        List<Cost> costs = new ArrayList<>(List.of(new Cost(Setting.WHOLE, cost.applyAsDouble(alone.graph()))));
        for (double ratio : and(1.0, ratios(layer))) {
            Draft thin = alone.thinned(ranks(layer, new Setting(ratio, 1, Setting.EXACT)));
            for (double density : and(1.0, DENSITIES)) {
                Draft sparse = density == 1 ? thin : thin.pruned(Map.of(layer, density), false);
                for (int width : bits.isEmpty() ? List.of(Setting.EXACT) : bits) {
                    Setting setting = new Setting(ratio, density, width);
                    if (!setting.equals(Setting.WHOLE)) {
                        Draft shared = width == Setting.EXACT ? sparse : sparse.shared(Map.of(layer, width));
                        costs.add(new Cost(setting, cost.applyAsDouble(shared.graph())));
                    }
                }
            }
        }
        return costs;
    }

    private static List<Double> and(double first, List<Double> more) {
        List<Double> all = new ArrayList<>(List.of(first));
        all.addAll(more);
        return all;
    }
}
