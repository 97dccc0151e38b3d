package dev.lathe.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * What loops that do nothing else reach on this machine's processor: the roof of Williams, Waterman and Patterson,
 * "Roofline: an insightful visual performance model" (2009). Both figures are the best of a few short runs, so a busy
 * machine lowers them; they bound what layers reach from above only as far as these loops are good.
 *
 * @param threads that ran side by side
 * @param gflops 10^9 operations a second of chained 32-bit multiply-adds on 16 KiB per thread, two operations each
 * @param gigabytesPerSecond of {@code a[i] = b[i] + s * c[i]} on 192 MiB in all, 12 bytes for each element, as STREAM
 *     counts them
 */
public record Ceilings(int threads, double gflops, double gigabytesPerSecond) {
    private static final int RUNS = 12;
    private static final int CACHED = 4096;
    private static final int PASSES = 3000;
    private static final int CHAIN = 8;
    private static final int STREAMED = 1 << 24;

    /** Takes about a second. */
    static Ceilings measure(int threads) {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            double arithmetic = shortest(pool, Collections.nCopies(threads, Ceilings::multiplyAdds));
            double operations = 2.0 * CHAIN * PASSES * CACHED * threads;
            List<Supplier<Float>> triads = new ArrayList<>();
            int share = STREAMED / threads;
            for (int i = 0; i < threads; i++) {
                triads.add(triad(share));
            }
            double streaming = shortest(pool, triads);
            double bytes = 12.0 * share * threads;
            return new Ceilings(threads, operations / arithmetic / 1e9, bytes / streaming / 1e9);
        }
    }

    /** Seconds of the shortest run; the first ones meet a compiler at work. */
    private static double shortest(ExecutorService pool, List<Supplier<Float>> tasks) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            List<CompletableFuture<Float>> running = tasks.stream()
                    .map(task -> CompletableFuture.supplyAsync(task, pool))
                    .toList();
            running.forEach(CompletableFuture::join);
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }

    /** The result is used, so that no compiler leaves the loop out. */
    private static float multiplyAdds() {
        float[] values = new float[CACHED];
        for (int pass = 0; pass < PASSES; pass++) {
            multiplyAdd(values, 0.5f, 0.5f);
        }
        return values[CACHED / 2];
    }

    /** {@link #CHAIN} multiply-adds to each value; the values do not depend on each other. */
    private static void multiplyAdd(float[] values, float factor, float summand) {
        for (int i = 0; i < values.length; i++) {
            float v = values[i];
            v = Math.fma(v, factor, summand);
            v = Math.fma(v, factor, summand);
            v = Math.fma(v, factor, summand);
            v = Math.fma(v, factor, summand);
            v = Math.fma(v, factor, summand);
            v = Math.fma(v, factor, summand);
            v = Math.fma(v, factor, summand);
            v = Math.fma(v, factor, summand);
            values[i] = v;
        }
    }

    private static Supplier<Float> triad(int size) {
        float[] a = new float[size];
        float[] b = filled(size, 1);
        float[] c = filled(size, 2);
        return () -> {
            triad(a, b, c);
            return a[size / 2];
        };
    }

    private static void triad(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] + 3 * c[i];
        }
    }

    private static float[] filled(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return values;
    }
}
