package dev.lathe.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Silence before an engine's turn: threads of another may go on spinning after its last call, ONNX Runtime's for some
 * 60 to 90 ms, and would take a core from the engine that is measured next.
 */
final class Quiet {
    /** Over which the time that this process computes is looked at. */
    private static final long WINDOW_MS = 40;

    /** What it may compute in a window: processors' time is told in ticks as long as this on many systems. */
    private static final long IDLE_MS = 10;

    /** Windows after which nobody waits any longer. */
    private static final int MOST = 12;

    private Quiet() {}

    /** Returns when this process has computed next to nothing for a while, or after half a second. */
    static void await() {
        await(Quiet::computedMs, ms -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms)));
    }

    /**
     * @param computed milliseconds that all threads together have computed so far
     * @param sleep waits so many milliseconds
     */
    static void await(LongSupplier computed, LongConsumer sleep) {
        long before = computed.getAsLong();
        for (int window = 0; window < MOST; window++) {
            sleep.accept(WINDOW_MS);
            long now = computed.getAsLong();
            if (now - before <= IDLE_MS) {
                return;
            }
            before = now;
        }
    }

    /** Where a system does not tell, time stands still, and one window is waited for. */
    private static long computedMs() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
    }
}
