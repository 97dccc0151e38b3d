package dev.lathe.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How values lie along one side of a chart.
 *
 * @param low value at the beginning; above zero on a logarithmic axis
 * @param high value at the end; above {@code low}
 */
record Axis(String label, double low, double high, boolean logarithmic) {
    private static final int[] STEPS = {1, 2, 5, 10};
    /** Above what products of a few powers of ten are off by. */
    private static final double ROUNDING = 1e-9;

    /** From zero to a round number not below any of {@code values}. */
    static Axis fromZero(String label, double... values) {
        double highest = Arrays.stream(values).max().orElse(1);
        return new Axis(label, 0, highest > 0 ? roundUp(highest) : 1, false);
    }

    /** A logarithmic one from round number to round number around {@code values}, of which those above zero count. */
    static Axis around(String label, double... values) {
        double[] positive = Arrays.stream(values).filter(v -> v > 0).toArray();
        double lowest = Arrays.stream(positive).min().orElse(1);
        double highest = Arrays.stream(positive).max().orElse(lowest);
        double low = roundDown(lowest);
        return new Axis(label, low, Math.max(roundUp(highest), 2 * low), true);
    }

    /**
     * Where {@code value} lies between the beginning, 0, and the end, 1. No logarithmic axis goes below its beginning.
     */
    double share(double value) {
        return logarithmic
                ? (Math.log(Math.max(value, low)) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
    }

    /** Round values to be written at the axis. */
    List<Double> ticks() {
        return logarithmic ? decades() : even();
    }

    /** Powers of ten, and twice and five times these when they are few. */
    private List<Double> decades() {
        boolean few = high / low < 1000;
        List<Double> ticks = new ArrayList<>();
        for (double power = decade(low); power <= high * (1 + ROUNDING); power *= 10) {
            for (int step : few ? new int[] {1, 2, 5} : new int[] {1}) {
                double tick = step * power;
                if (tick >= low * (1 - ROUNDING) && tick <= high * (1 + ROUNDING)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private List<Double> even() {
        int parts = high / decade(high) < 1.5 || high / decade(high) > 3 ? 5 : 4;
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i <= parts; i++) {
            ticks.add(low + i * (high - low) / parts);
        }
        return ticks;
    }

    /** {@code 0.05}, {@code 2000}. */
    static String text(double tick) {
        return new BigDecimal(String.format(Locale.ROOT, "%.3g", tick))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static double roundUp(double value) {
        double power = decade(value);
        for (int step : STEPS) {
            if (step * power >= value) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static double roundDown(double value) {
        double power = decade(value);
        double below = power;
        for (int step : STEPS) {
            if (step * power <= value) {
                below = step * power;
            }
        }
        return below;
    }

    private static double decade(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }
}
