package dev.lathe.compress;

import dev.lathe.compress.prune.Mask;
import dev.lathe.compress.prune.Masks;
import dev.lathe.compress.prune.PruneRule;
import dev.lathe.compress.prune.Scores;
import dev.lathe.compress.prune.Sensitivity;
import dev.lathe.compress.prune.Weights;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Puts weights to zero. */
record PruneStep(PrunePlan plan, Surroundings around) {
    /**
     * {@code graph} with weights pruned, and recorded as such.
     *
     * @param layers the constants to prune by the layer that they stand for
     */
    Graph apply(Graph graph, Map<String, List<String>> layers) {
        List<String> constants =
                layers.values().stream().flatMap(List::stream).distinct().toList();
        Map<String, Weights> weights = new LinkedHashMap<>();
        constants.forEach(constant -> weights.put(constant, Weights.of(graph, constant)));
        Map<String, Mask> masks = rule(graph, layers, constants).masks(weights);
        return Masks.apply(graph, masks.values());
    }

    private PruneRule rule(Graph graph, Map<String, List<String>> layers, List<String> constants) {
        return switch (plan.choice()) {
            case PrunePlan.Fixed fixed -> fixed.rule();
            case PrunePlan.ByLayer chosen -> {
                Map<String, Double> densities = new LinkedHashMap<>();
                layers.forEach((layer, own) -> own.forEach(
                        constant -> densities.put(constant, chosen.densities().getOrDefault(layer, 1.0))));
                yield new PruneRule.PerLayer(densities);
            }
            case PrunePlan.Scanned scanned ->
                new PruneRule.PerLayer(scan(graph, constants, scanned).densities(scanned.drop()));
        };
    }

    private Scores scan(Graph graph, List<String> constants, PrunePlan.Scanned scanned) {
        ToDoubleFunction<Graph> score = around.score();
        if (score == null) {
            throw new InputException("a sensitivity scan needs labelled images");
        }
        Sensitivity sensitivity = new Sensitivity(graph, constants, scanned.densities());
        int known = constants.size() * scanned.densities().size();
        around.listener().progress("sensitivity", 0, known);
        return around.notes()
                .scores()
                .map(earlier -> sensitivity.resume(earlier, score, scores -> keep(scores, known)))
                .orElseGet(() -> sensitivity.scan(score, scores -> keep(scores, known)));
    }

    private void keep(Scores scores, int known) {
        around.notes().keep(scores);
        around.listener().progress("sensitivity", scores.scores().size(), known);
    }
}
