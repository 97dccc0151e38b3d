package dev.lathe.backend.gpu;

import dev.lathe.tune.Tuning;
import java.util.Map;
import java.util.Optional;

/** Winograd's method wherever it can be used, whether it pays or not. */
final class Winograds {
    private static final int SMALL = 4;
    private static final int LARGE = 100;

    private Winograds() {}

    /** @param out results of a tile along one axis: 2 or 4 */
    static Tuning of(int out) {
        return (kernel, problem) -> kernel.equals("winograd") ? Optional.of(Map.of("TILE_OUT", out)) : Optional.empty();
    }

    /**
     * How many times the roundings of a direct sum the transforms may make: the products of the norms of their matrices
     * are below this (Lavin and Gray, 2015, give the matrices).
     */
    static int amplification(int out) {
        return out == 2 ? SMALL : LARGE;
    }
}
