package dev.lathe.compress.prune;

import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * How sensitive a network is to pruning: each constant alone is pruned by magnitude to each density, and the network
 * scored (Han et al. 2015, arXiv 1506.02626, section 4).
 *
 * @param constants weights of layers, see {@link Weights#of}
 * @param densities to try, in this order
 */
public record Sensitivity(Graph graph, List<String> constants, List<Double> densities) {
    /** @throws InputException if a constant is no layer's weight or a density is not in 0..1 */
    public Sensitivity {
        constants = List.copyOf(constants);
        densities = List.copyOf(densities);
        constants.forEach(constant -> Weights.of(graph, constant));
        densities.forEach(PruneRule.Density::new);
    }

    /**
     * Scores everything.
     *
     * @param score of a graph, higher is better
     * @param listener told all that is known after each evaluation, so that it can be saved
     */
    public Scores scan(ToDoubleFunction<Graph> score, Consumer<Scores> listener) {
        Scores begun = new Scores(score.applyAsDouble(graph), List.of());
        listener.accept(begun);
        return resume(begun, score, listener);
    }

    /** Scores what {@code earlier} lacks; the baseline is taken from there. */
    public Scores resume(Scores earlier, ToDoubleFunction<Graph> score, Consumer<Scores> listener) {
        Scores scores = earlier;
        for (String constant : constants) {
            Map<String, Weights> layer = Map.of(constant, Weights.of(graph, constant));
            for (double density : densities) {
                if (scores.of(constant, density).isEmpty()) {
                    Map<String, Mask> masks = new PruneRule.Density(density).masks(layer);
                    double found = score.applyAsDouble(Masks.apply(graph, masks.values()));
                    scores = scores.and(new Scores.Score(constant, density, found));
                    listener.accept(scores);
                }
            }
        }
        return scores;
    }
}
