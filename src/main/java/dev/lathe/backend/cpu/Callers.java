package dev.lathe.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;

/** The callers that run a kernel just now: sessions of one model share kernels and their filters. For any thread. */
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
