package dev.lathe.backend.gpu;

import dev.lathe.tune.Tuning;
import java.util.Map;
import java.util.Optional;

/** Winograd's method wherever it can be used, whether it pays or not. */
final class Winograds {
    private Winograds() {}

    /** @param out results of a tile along one axis: 2 or 4 */
    static Tuning of(int out) {
        return (kernel, problem) -> kernel.equals("winograd") ? Optional.of(Map.of("TILE_OUT", out)) : Optional.empty();
    }
}
