package dev.lathe.compress.search;

import dev.lathe.compress.search.Trial.Score;
import dev.lathe.error.InputException;

/**
 * What a network may lose.
 *
 * @param original the answers of the network that is shrunk
 * @param maxDrop of top-1, absolute: on the images as they are, and on changed ones where there are such
 */
public record Budget(Score original, double maxDrop) {
    /** Far less than one image of any data set. */
    private static final double ROUNDING = 1e-9;

    /** @throws InputException if the drop is not in 0..1 */
    public Budget {
        requireDrop(maxDrop);
    }

    /** @throws InputException if {@code maxDrop} is not in 0..1 */
    public static void requireDrop(double maxDrop) {
        if (!(maxDrop >= 0 && maxDrop <= 1)) {
            throw new InputException("top-1 may drop by 0 to 1, not " + maxDrop);
        }
    }

    /** The larger drop of both kinds of images; below 0 for a network that is better than the original. */
    public double drop(Score score) {
        double drop = original.top1() - score.top1();
        return original.hardTop1() == null || score.hardTop1() == null
                ? drop
                : Math.max(drop, original.hardTop1() - score.hardTop1());
    }

    /** Whether a network with these answers is good enough. */
    public boolean allows(Score score) {
        return drop(score) <= maxDrop + ROUNDING;
    }
}
