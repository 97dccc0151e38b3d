package dev.lathe.compress;

import dev.lathe.compress.RankRule.Measure;
import dev.lathe.compress.lowrank.Ranks;
import dev.lathe.error.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shares a budget out over layers: the price of one multiply-add (or weight) is the same everywhere, and each layer
 * takes the ranks for which what it loses and what it pays are least together. The price is found by bisection. What a
 * layer loses of its energy is at most what lies beyond the ranks, summed over both unfoldings (the error of the
 * truncated higher-order SVD).
 */
final class RankBudget {
    private static final int BISECTIONS = 50;
    /** Prices of a whole network's cost, in losses, between which the right one lies. */
    private static final double LEAST_PRICE = 1e-9;

    private static final double HIGHEST_PRICE = 1e9;

    private RankBudget() {}

    /**
     * One layer of those that share the budget.
     *
     * @param lostInputs share of the squared norm beyond each input rank 0..; null where inputs are not reduced
     * @param lostOutputs the same for outputs
     */
    record Sharer(RankSpace space, double @Nullable [] lostInputs, double[] lostOutputs) {
        /**
         * -ln of the share of energy that is kept for certain, infinite for none: what one layer after the other keeps
         * multiplies, and no saving makes up for a layer that lets nothing through.
         */
        double loss(Ranks ranks) {
            double inputs = lostInputs == null || !space.reduces(ranks) ? 0 : lostInputs[ranks.inputs()];
            double outputs = space.restores(ranks) ? lostOutputs[ranks.outputs()] : 0;
            return -Math.log(Math.max(0, 1 - inputs - outputs));
        }

        /** The best ranks at {@code price}; null for the layer as it is. */
        private @Nullable Ranks best(Measure measure, double price) {
            double least = price * whole(measure);
            Ranks best = null;
            for (int outputs : steps(space.mostOutputs(), space.extents().outputs())) {
                for (int inputs : inputSteps()) {
                    Ranks ranks = new Ranks(inputs, outputs);
                    double sum = loss(ranks) + price * cost(measure, ranks);
                    if (sum < least && space.shrinks(ranks)) {
                        least = sum;
                        best = ranks;
                    }
                }
            }
            return best;
        }

        private List<Integer> inputSteps() {
            int full = space.extents().inputs();
            return space.reducesInputs() ? steps(space.mostInputs(), full) : List.of(full);
        }

        /** Ranks that the plan allows, and no reduction at all. */
        private List<Integer> steps(int most, int full) {
            List<Integer> steps = new ArrayList<>();
            int first = Math.ceilDiv(Math.max(1, space.minimum()), space.multiple()) * space.multiple();
            for (int rank = first; rank < most; rank += space.multiple()) {
                steps.add(rank);
            }
            steps.add(full);
            return steps;
        }

        private double whole(Measure measure) {
            return measure == Measure.PARAMETERS
                    ? space.extents().parameters()
                    : space.extents().macs();
        }

        private double cost(Measure measure, @Nullable Ranks ranks) {
            if (ranks == null) {
                return whole(measure);
            }
            return measure == Measure.PARAMETERS ? space.parameters(ranks) : space.macs(ranks);
        }
    }

    /**
     * Ranks for every layer, null for those that stay whole, that cost at most {@code budget}, and no less than needed.
     *
     * @param measure what a price is asked for: weights or multiply-adds; these stand for time, too
     * @param cost of such a choice, in the unit of {@code budget}
     * @throws InputException if even the dearest price does not bring the cost down to it
     */
    static List<@Nullable Ranks> share(
            List<Sharer> sharers, Measure measure, double budget, ToDoubleFunction<List<@Nullable Ranks>> cost) {
        double total = sharers.stream().mapToDouble(s -> s.whole(measure)).sum();
        double low = Math.log(LEAST_PRICE / total);
        double high = Math.log(HIGHEST_PRICE / total);
        List<@Nullable Ranks> best = choice(sharers, measure, Math.exp(high));
        double least = cost.applyAsDouble(best);
        if (least > budget) {
            throw new InputException(
                    "the layers that may be decomposed cannot bring the cost down to %.4g, only to %.4g"
                            .formatted(budget, least));
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            List<@Nullable Ranks> choice = choice(sharers, measure, Math.exp(middle));
            if (cost.applyAsDouble(choice) <= budget) {
                best = choice;
                high = middle;
            } else {
                low = middle;
            }
        }
        return best;
    }

    /** What {@code choice} costs of the layers that share. */
    static double cost(List<Sharer> sharers, Measure measure, List<@Nullable Ranks> choice) {
        double sum = 0;
        for (int i = 0; i < sharers.size(); i++) {
            sum += sharers.get(i).cost(measure, choice.get(i));
        }
        return sum;
    }

    private static List<@Nullable Ranks> choice(List<Sharer> sharers, Measure measure, double price) {
        List<@Nullable Ranks> choice = new ArrayList<>();
        sharers.forEach(sharer -> choice.add(sharer.best(measure, price)));
        return choice;
    }
}
