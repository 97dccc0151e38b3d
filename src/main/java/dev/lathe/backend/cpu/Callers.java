package dev.lathe.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many callers run a kernel just now: many threads may run a session at once, and share its filters. For any
 * thread.
 */
final class Callers {
    private final AtomicInteger running = new AtomicInteger();

    void enter() {
        running.incrementAndGet();
    }

    void leave() {
        running.decrementAndGet();
    }

    /** Whether there is but one. */
    boolean isOne() {
        return running.get() == 1;
    }
}
