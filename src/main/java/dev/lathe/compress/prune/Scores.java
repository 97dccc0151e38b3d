package dev.lathe.compress.prune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a network scores when one of its constants is pruned and all others are whole; higher is better. Immutable.
 *
 * @param baseline of the whole network
 * @param scores in the order in which they were found
 */
public record Scores(double baseline, List<Score> scores) {
    /**
     * @param density the share of the constant's weights that was kept
     * @param score of the network pruned so
     */
    public record Score(String constant, double density, double score) {}

    public Scores {
        scores = List.copyOf(scores);
    }

    /** The score of {@code constant} at {@code density}, if it has been found. */
    public OptionalDouble of(String constant, double density) {
        return scores.stream()
                .filter(score -> score.constant.equals(constant) && score.density == density)
                .mapToDouble(Score::score)
                .findFirst();
    }

    Scores and(Score score) {
        List<Score> all = new ArrayList<>(scores);
        all.add(score);
        return new Scores(baseline, all);
    }

    /**
     * For each constant the lowest density that costs at most {@code tolerance} of the baseline, 1 if none does: what
     * {@link PruneRule.PerLayer} takes. Losses of several constants add up, so {@code tolerance} is not what the
     * network pruned so will lose.
     */
    public Map<String, Double> densities(double tolerance) {
        Map<String, Double> densities = new LinkedHashMap<>();
        for (Score score : scores) {
            boolean good = score.score >= baseline - tolerance;
            densities.merge(score.constant, good ? score.density : 1, Math::min);
        }
        return densities;
    }
}
