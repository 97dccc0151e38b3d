package dev.lathe.graph.pass;

import java.util.List;
import java.util.Set;

/** The passes that every session runs. */
public final class Passes {
    private Passes() {}

    public static List<Pass> standard(Evaluator evaluator) {
        return List.of();
    }

    public static List<Pass> without(List<Pass> passes, Set<String> names) {
        return passes;
    }
}
