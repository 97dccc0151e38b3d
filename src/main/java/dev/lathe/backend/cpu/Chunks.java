package dev.lathe.backend.cpu;

/** Splits long arrays over threads. Where the cuts lie depends on the length alone. */
final class Chunks {
    /** Elements per task: 64 KiB of floats, enough to pay for waking a thread. */
    static final int SIZE = 1 << 14;

    /** What is done to the elements from {@code from} (inclusive) to {@code to} (exclusive). */
    @FunctionalInterface
    interface Body {
        void run(int from, int to);
    }

    private Chunks() {}

    /** Covers 0..{@code size}-1. */
    static void run(Workers workers, int size, Body body) {
        run(workers, size, SIZE, body);
    }

    /** Covers 0..{@code size}-1 by ranges of {@code chunk}, the last one shorter. */
    static void run(Workers workers, int size, int chunk, Body body) {
        workers.run(Math.ceilDiv(size, chunk), task -> {
            int from = task * chunk;
            body.run(from, Math.min(size - from, chunk) + from);
        });
    }
}
