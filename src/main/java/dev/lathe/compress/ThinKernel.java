package dev.lathe.compress;

import dev.lathe.compress.lowrank.Factors;
import dev.lathe.compress.lowrank.Kernel;
import dev.lathe.compress.lowrank.Ranks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the kernel [T][S][taps] of one group: up to three thin ones, applied one after the other. The arrays
 * belong to this record.
 *
 * @param reduce [R3][S] in front; null where inputs are not reduced
 * @param core [R4][R3][taps]; S in the place of R3 without {@code reduce}, T in the place of R4 without {@code restore}
 * @param restore [T][R4] behind; null where outputs are not reduced
 * @param bias to add for the mean that was lost [T]; null for none
 */
public record ThinKernel(float @Nullable [] reduce, float[] core, float @Nullable [] restore, float @Nullable [] bias) {
    private static final double[] NONE = {};

    /** Of {@code factors}; a factor of a side that is not reduced goes into the core. */
    static ThinKernel of(Factors factors, RankSpace space, Ranks ranks) {
        boolean reduces = space.reduces(ranks);
        boolean restores = space.restores(ranks);
        Kernel core = new Factors(
                        factors.sweeps(),
                        reduces ? NONE : factors.inputs(),
                        factors.core(),
                        restores ? NONE : factors.outputs(),
                        factors.error())
                .kernel();
        List<Kernel> chain = factors.layers();
        return new ThinKernel(
                reduces ? chain.getFirst().values() : null,
                core.values(),
                restores ? chain.getLast().values() : null,
                null);
    }

    ThinKernel withBias(float[] other) {
        return new ThinKernel(reduce, core, restore, other);
    }
}
