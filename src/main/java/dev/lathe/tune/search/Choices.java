package dev.lathe.tune.search;

import dev.lathe.tune.Problem;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.Tuning;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Some decisions made, all others left to what stands below. Immutable.
 *
 * @param made defines by what was decided
 */
record Choices(Tuning below, Map<Decision, Map<String, Integer>> made) implements Tuning {
    Choices {
        made = Map.copyOf(made);
    }

    Choices with(Decision decision, Map<String, Integer> defines) {
        Map<Decision, Map<String, Integer>> more = new HashMap<>(made);
        more.put(decision, defines);
        return new Choices(below, more);
    }

    @Override
    public Optional<Map<String, Integer>> defines(String kernel, Problem problem) {
        return TunedKernel.of(kernel)
                .map(known -> made.get(new Decision(known, problem)))
                .or(() -> below.defines(kernel, problem));
    }
}
