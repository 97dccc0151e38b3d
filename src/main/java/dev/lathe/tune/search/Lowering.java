package dev.lathe.tune.search;

import dev.lathe.graph.Graph;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.Tuning;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a graph leaves to tuning. */
final class Lowering {
    private Lowering() {}

    /** The decisions that {@code graph} hangs on when {@code tuning} makes them, in the order of its nodes. */
    static Set<Decision> asked(Workbench workbench, Graph graph, Tuning tuning) {
        Set<Decision> asked = new LinkedHashSet<>();
        workbench.lower(graph, (kernel, problem) -> {
            TunedKernel.of(kernel).ifPresent(known -> asked.add(new Decision(known, problem)));
            return tuning.defines(kernel, problem);
        });
        return asked;
    }
}
