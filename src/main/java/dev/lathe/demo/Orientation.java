package dev.lathe.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which way up something is.
 *
 * @param degrees by how much it is turned clockwise: 0, 90, 180 or 270
 * @param score how sure that is, 0..1
 */
public record Orientation(int degrees, double score) {
    /** What most of {@code votes} say, each weighing its score; the score is the winner's share. Upright if none. */
    static Orientation majority(List<Orientation> votes) {
        Map<Integer, Double> weights = new TreeMap<>();
        votes.forEach(vote -> weights.merge(vote.degrees, vote.score, Double::sum));
        double total = votes.stream().mapToDouble(Orientation::score).sum();
        return weights.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(best -> new Orientation(best.getKey(), best.getValue() / total))
                .orElse(new Orientation(0, 0));
    }
}
