package dev.lathe.compress;

import org.jspecify.annotations.Nullable;

/**
 * The steps, in the order in which they are taken; a null one is left out. Pruning and sharing work on what low rank
 * left over.
 */
public record CompressionPlan(@Nullable LowRankPlan lowRank, @Nullable PrunePlan prune, @Nullable SharePlan share) {
    /** Changes nothing. */
    public static final CompressionPlan NOTHING = new CompressionPlan(null, null, null);
}
