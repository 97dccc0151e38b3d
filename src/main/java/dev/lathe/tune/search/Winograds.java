package dev.lathe.tune.search;

import dev.lathe.tune.Problem;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.Tuning;
import java.util.Map;
import java.util.Set;

/** What a search has to know of Winograd's method: which defines leave it out, and how exact it is. */
final class Winograds {
    /** The method is not used. */
    static final Map<String, Integer> NONE = Map.of("TILE_OUT", 0);

    private static final Map<String, Integer> SMALL = Map.of("TILE_OUT", 2);

    /**
     * How many times the roundings of plain sums those of F(2x2, 3x3) may reach, as in the tests of all kernels: its
     * transforms only add, 4 elements of a tile there and 9 products back.
     */
    private static final double SMALL_AMPLIFICATION = 4;

    /** The same for F(4x4, 3x3), whose transforms multiply by up to 5 there and by up to 8 back, along each axis. */
    private static final double LARGE_AMPLIFICATION = 100;

    private Winograds() {}

    static Decision decision(Problem problem) {
        return new Decision(TunedKernel.WINOGRAD, problem);
    }

    /**
     * How much less exact than plain sums {@code problem} is computed.
     *
     * @param asked what {@code tuning} was asked: if it never was for a tile of {@code problem} itself, its products
     *     are those of Winograd's method
     */
    static double amplification(Set<Decision> asked, Problem problem, Tuning tuning) {
        boolean tiled = asked.stream()
                .anyMatch(each -> each.problem().equals(problem) && each.kernel() != TunedKernel.WINOGRAD);
        if (tiled || !asked.contains(decision(problem))) {
            return 1;
        }
        boolean small = tuning.defines(TunedKernel.WINOGRAD.entry(), problem)
                .filter(SMALL::equals)
                .isPresent();
        return small ? SMALL_AMPLIFICATION : LARGE_AMPLIFICATION;
    }
}
