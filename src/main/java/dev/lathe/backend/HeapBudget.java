package dev.lathe.backend;

import dev.lathe.error.LimitException;

/** Refuses what this JVM's heap cannot hold before it is allocated, so that a hostile model ends in a sentence. */
public final class HeapBudget {
    /** Share of the heap that one executable may plan to use. */
    private static final double SHARE = 0.75;

    private HeapBudget() {}

    /**
     * @param what subject of the message: {@code "the intermediate values"}
     * @throws LimitException if {@code bytes} is more than this heap can hold
     */
    public static void check(long bytes, String what) {
        long limit = (long) (Runtime.getRuntime().maxMemory() * SHARE);
        if (bytes > limit) {
            throw new LimitException(
                    what + " need " + bytes / 1_000_000 + " MB, the heap offers " + limit / 1_000_000 + " MB (-Xmx)");
        }
    }
}
