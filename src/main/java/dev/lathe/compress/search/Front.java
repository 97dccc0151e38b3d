package dev.lathe.compress.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Pareto's front. */
public final class Front {
    private Front() {}

    /**
     * The trials that no other beats: none of the others costs as little and drops as little, and is better in one of
     * both. From the dearest to the cheapest; of equals the first that was tried.
     */
    public static List<Trial> of(List<Trial> trials, Budget budget) {
        List<Trial> sorted = new ArrayList<>(trials);
        sorted.sort(Comparator.comparingDouble(Trial::cost)
                .thenComparingDouble(trial -> budget.drop(trial.score()))
                .thenComparingInt(Trial::number));
        List<Trial> front = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (Trial trial : sorted) {
            double drop = budget.drop(trial.score());
            if (drop < least) {
                front.addFirst(trial);
                least = drop;
            }
        }
        return front;
    }

    /** The cheapest of those that {@code budget} allows; there is one at least. */
    public static Trial best(List<Trial> trials, Budget budget) {
        return trials.stream()
                .filter(trial -> budget.allows(trial.score()))
                .min(Comparator.comparingDouble(Trial::cost).thenComparingInt(Trial::number))
                .orElseThrow();
    }
}
