package dev.lathe.backend.gpu;

import dev.lathe.tune.Tuning;
import java.util.Map;
import java.util.Optional;

/** Chains of convolutions as one launch wherever they fit, whether it pays or not, or never. */
final class Chains {
    static final Tuning JOINED = of(1);
    static final Tuning APART = of(0);

    private Chains() {}

    private static Tuning of(int joined) {
        return (kernel, problem) ->
                kernel.equals("conv_tucker") ? Optional.of(Map.of("JOINED", joined)) : Optional.empty();
    }
}
