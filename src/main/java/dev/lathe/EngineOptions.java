package dev.lathe;

import java.util.Set;

/**
 * How an {@link Engine} works.
 *
 * @param threads host threads per engine, at least 1
 * @param disabledPasses names of graph passes to leave out; see {@code docs/passes.md}
 */
public record EngineOptions(int threads, Set<String> disabledPasses) {
    /** All processors, all passes. */
    public static final EngineOptions DEFAULT =
            new EngineOptions(Runtime.getRuntime().availableProcessors(), Set.of());

    public EngineOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        disabledPasses = Set.copyOf(disabledPasses);
    }

    public EngineOptions withThreads(int other) {
        return new EngineOptions(other, disabledPasses);
    }

    public EngineOptions withoutPasses(Set<String> names) {
        return new EngineOptions(threads, names);
    }
}
