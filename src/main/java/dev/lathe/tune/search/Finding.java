package dev.lathe.tune.search;

import java.util.Map;

/**
 * What was found for one problem and kernel.
 *
 * @param defines of the row that is kept; empty where the default stays
 * @param defaultMs best time of what Lathe does without the user's rows; NaN if it does not run or is wrong
 * @param bestMs best time with {@code defines}; the default's where it stays
 * @param tried candidates that ran, without the default and what comes to the same
 * @param wrong how many of them, and of defaults, gave wrong results
 */
public record Finding(
        String problem,
        String kernel,
        Map<String, Integer> defines,
        double defaultMs,
        double bestMs,
        int tried,
        int wrong) {
    /** The same without a row: the default stays. */
    Finding dropped() {
        return new Finding(problem, kernel, Map.of(), defaultMs, defaultMs, tried, wrong);
    }

    /** How much of the default's time is saved: 0.1 for a tenth. */
    public double gain() {
        return defines.isEmpty() ? 0 : 1 - bestMs / defaultMs;
    }
}
