package dev.lathe;

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
 */
public record EngineOptions(int threads, Set<String> disabledPasses, boolean hostOperators, Optional<Path> cache) {
    /** All processors, all passes, nothing on the host that was asked of a device, and the user's cache folder. */
    public static final EngineOptions DEFAULT = new EngineOptions(
            Runtime.getRuntime().availableProcessors(), Set.of(), false, Optional.of(Engine.userCache()));

    public EngineOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        disabledPasses = Set.copyOf(disabledPasses);
    }

    public EngineOptions withThreads(int other) {
        return new EngineOptions(other, disabledPasses, hostOperators, cache);
    }

    public EngineOptions withoutPasses(Set<String> names) {
        return new EngineOptions(threads, names, hostOperators, cache);
    }

    public EngineOptions withHostOperators(boolean allowed) {
        return new EngineOptions(threads, disabledPasses, allowed, cache);
    }

    /** @param folder made when something is first kept; empty: nothing is kept */
    public EngineOptions withCache(Optional<Path> folder) {
        return new EngineOptions(threads, disabledPasses, hostOperators, folder);
    }
}
