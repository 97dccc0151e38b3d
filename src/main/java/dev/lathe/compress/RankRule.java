package dev.lathe.compress;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many components a layer keeps. */
public sealed interface RankRule {
    /** What a {@link Target} counts. */
    enum Measure {
        /** Weights that multiply, of the whole network. */
        PARAMETERS,
        /** Multiply-adds of the whole network at batch 1. */
        MACS,
        /** Measured time of the layers that the step may touch, each on its own at batch 1. */
        LATENCY
    }

    /**
     * Empirical variational Bayes (Kim et al. 2015): the components that are no noise.
     *
     * @param reference whether ranks are found as the widespread Python code finds them, for comparison; else exactly
     */
    record Vbmf(boolean reference) implements RankRule {}

    /**
     * Between full rank and that of VBMF (Gusak et al. 2019): {@code weight} 1 is VBMF, 0 keeps everything.
     *
     * @param weight in 0..1
     */
    record Weakened(double weight) implements RankRule {}

    /**
     * The fewest components of each unfolding that hold this share of its squared norm.
     *
     * @param share in 0..1
     */
    record Energy(double share) implements RankRule {}

    /**
     * Every layer alike keeps 1/{@code ratio} of its weights.
     *
     * @param ratio above 1
     */
    record Rate(double ratio) implements RankRule {}

    /** By layer name; layers that are not named stay whole. */
    record Table(Map<String, Kept> ranks) implements RankRule {
        public Table {
            ranks = Map.copyOf(ranks);
        }
    }

    /**
     * Ranks of each group.
     *
     * @param inputs R3; null where inputs are not reduced
     * @param outputs R4; null where outputs are not reduced
     */
    record Kept(@Nullable Integer inputs, @Nullable Integer outputs) {}

    /**
     * So that {@code measure} falls to 1/{@code ratio}, with ranks shared out over the layers where they lose least.
     *
     * @param ratio above 1
     */
    record Target(Measure measure, double ratio) implements RankRule {}
}
