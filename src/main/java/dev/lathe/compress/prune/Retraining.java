package dev.lathe.compress.prune;

import dev.lathe.error.InputException;

/** What changes when a pruned network is trained again (Han et al. 2015, arXiv 1506.02626, section 3.2). */
public final class Retraining {
    private Retraining() {}

    /**
     * The dropout rate of a pruned layer: D_o·sqrt(C_ir/C_io). Fewer connections overfit less, and dropout acts on
     * neurons, whose number goes with the root of that of their connections.
     *
     * @param rate D_o, of the layer before pruning, in 0..1
     * @param before C_io, its connections before pruning
     * @param after C_ir, those that are left
     * @throws InputException if {@code rate} is not in 0..1, or there are more connections after than before
     */
    public static double dropout(double rate, long before, long after) {
        if (!(rate >= 0 && rate <= 1) || before < 1 || after < 0 || after > before) {
            throw new InputException("dropout is in 0..1 and pruning leaves 0 to all of at least one connection, got "
                    + rate + " and " + after + " of " + before);
        }
        return rate * Math.sqrt((double) after / before);
    }
}
