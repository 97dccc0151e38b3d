package dev.lathe.compress.search;

import java.util.OptionalInt;

/**
 * Between the dearest rungs of a ladder and the cheapest, the border behind which networks are no longer good enough.
 *
 * @param holds the cheapest rung that is known to be good enough; -1: none is
 * @param fails the dearest rung behind it that is known not to be; the number of rungs: none is
 */
public record Bracket(int holds, int fails) {
    /** Nothing is known of {@code rungs} rungs. */
    public static Bracket open(int rungs) {
        return new Bracket(-1, rungs);
    }

    /** With what was found out about {@code rung}. */
    public Bracket and(int rung, boolean good) {
        return good ? new Bracket(Math.max(holds, rung), fails) : new Bracket(holds, Math.min(fails, rung));
    }

    /**
     * The rung to try next: the first one at the beginning, then that whose cost is nearest to the geometric mean of
     * the two borders. Empty when nothing lies between them, or their costs are less than {@code tolerance} apart.
     *
     * @param costs of all rungs, falling, above 0
     * @param tolerance a share of the cost
     */
    public OptionalInt next(double[] costs, double tolerance) {
        if (holds < 0) {
            return fails > 0 ? OptionalInt.of(0) : OptionalInt.empty();
        }
        int last = Math.min(fails, costs.length - 1);
        if (fails <= holds + 1 || costs[holds] < costs[last] * (1 + tolerance)) {
            return OptionalInt.empty();
        }
        double middle = Math.sqrt(costs[holds] * costs[last]);
        int best = holds + 1;
        for (int rung = holds + 2; rung < fails; rung++) {
            best = distance(costs[rung], middle) < distance(costs[best], middle) ? rung : best;
        }
        return OptionalInt.of(best);
    }

    private static double distance(double cost, double wanted) {
        return Math.abs(StrictMath.log(cost / wanted));
    }
}
