package dev.lathe.bench;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Durations of many runs, in milliseconds; percentiles between two runs are interpolated linearly. */
public record Latency(double min, double p50, double p90, double p99, double mean) {
    /** @param milliseconds of the runs in any order, at least one; only read */
    public static Latency of(double[] milliseconds) {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        return new Latency(
                sorted[0],
                percentile(sorted, 0.5),
                percentile(sorted, 0.9),
                percentile(sorted, 0.99),
                DoubleStream.of(sorted).average().orElseThrow());
    }

    private static double percentile(double[] sorted, double fraction) {
        double position = fraction * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
