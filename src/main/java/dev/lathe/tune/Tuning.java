package dev.lathe.tune;

import java.util.Map;
import java.util.Optional;

/** The tuned defines of one device. They decide speed; of the results, rounding at most. */
@FunctionalInterface
public interface Tuning {
    /** Nothing was measured. */
    Tuning NONE = (kernel, problem) -> Optional.empty();

    /**
     * @param kernel entry point, such as {@code conv_strips}
     * @param problem what is to be computed
     * @return values of the kernel's tunable defines, if they were ever measured for this problem or in general
     */
    Optional<Map<String, Integer>> defines(String kernel, Problem problem);
}
