package dev.lathe;

import dev.lathe.backend.DeviceOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How an {@link Engine} works.
 *
 * @param threads host threads per engine, at least 1
 * @param disabledPasses names of graph passes to leave out; see {@code docs/passes.md}
 * @param hostOperators whether the host may run operators that the device refuses; {@link Session#hostNodes} lists them
 * @param cache folder where compiled kernels and measured tile sizes are kept; empty: they are not
 * @param runs how often a model will be run for inputs of the same shapes, about, at least 1. If that is seldom, a
 *     device does without kernels that take longer to get ready than they save, so results may differ in their last
 *     bits; {@link #MANY} if nothing is known
 */
public record EngineOptions(
        int threads, Set<String> disabledPasses, boolean hostOperators, Optional<Path> cache, int runs) {
    /** So many runs that getting ready for them counts for nothing. */
    public static final int MANY = DeviceOptions.MANY;

    /**
     * All processors, all passes, nothing on the host that was asked of a device, the user's cache folder, and many
     * runs.
     */
    public static final EngineOptions DEFAULT = new EngineOptions(
            Runtime.getRuntime().availableProcessors(), Set.of(), false, Optional.of(Engine.userCache()), MANY);

    public EngineOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        if (runs < 1) {
            throw new IllegalArgumentException("runs must be at least 1, got " + runs);
        }
        disabledPasses = Set.copyOf(disabledPasses);
    }

    public EngineOptions withThreads(int other) {
        return new EngineOptions(other, disabledPasses, hostOperators, cache, runs);
    }

    public EngineOptions withoutPasses(Set<String> names) {
        return new EngineOptions(threads, names, hostOperators, cache, runs);
    }

    public EngineOptions withHostOperators(boolean allowed) {
        return new EngineOptions(threads, disabledPasses, allowed, cache, runs);
    }

    /** @param folder made when something is first kept; empty: nothing is kept */
    public EngineOptions withCache(Optional<Path> folder) {
        return new EngineOptions(threads, disabledPasses, hostOperators, folder, runs);
    }

    public EngineOptions withRuns(int expected) {
        return new EngineOptions(threads, disabledPasses, hostOperators, cache, expected);
    }
}
