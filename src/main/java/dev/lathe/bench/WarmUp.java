package dev.lathe.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an engine comes up to speed. Times count from the moment at which reading the model begins, and only what this
 * engine itself takes: others run in between. They lie inside one process; {@link Machine#uptimeMs} says how old it
 * was.
 *
 * @param readMs reading the model; 0 for an engine that reads it while it opens
 * @param openMs bringing up the engine and handing it the model
 * @param firstResultMs until the first result: reading, opening, the first call
 * @param steadyMs until the first result of the steady state; null when it was never reached
 * @param steadyCall number of that call, from 1: the first of five calls whose median is at most 1.1 times that of the
 *     measured calls; null likewise
 * @param calls durations from the first call to the last
 */
public record WarmUp(
        double readMs,
        double openMs,
        double firstResultMs,
        @Nullable Double steadyMs,
        @Nullable Integer steadyCall,
        List<Calls> calls) {
    private static final double STEADY = 1.1;
    private static final int WINDOW = 5;
    /**
     * A group of calls is at most one part in so many of those before it: a curve to a logarithmic scale loses nothing.
     */
    private static final int FINENESS = 20;

    public WarmUp {
        calls = List.copyOf(calls);
    }

    /** Calls from number {@code first} to {@code last}, from 1, and their median; later ones in larger groups. */
    public record Calls(int first, int last, double medianMs) {}

    /**
     * @param milliseconds of all calls, in order; at least one
     * @param steady milliseconds of a call in the steady state
     */
    static WarmUp of(double readMs, double openMs, double[] milliseconds, double steady) {
        double spent = readMs + openMs;
        Double steadyMs = null;
        Integer steadyCall = null;
        for (int i = 0; i < milliseconds.length && steadyCall == null; i++) {
            spent += milliseconds[i];
            if (median(milliseconds, i, Math.min(i + WINDOW, milliseconds.length)) <= STEADY * steady) {
                steadyMs = spent;
                steadyCall = i + 1;
            }
        }
        double firstResultMs = readMs + openMs + milliseconds[0];
        return new WarmUp(readMs, openMs, firstResultMs, steadyMs, steadyCall, groups(milliseconds));
    }

    private static List<Calls> groups(double[] milliseconds) {
        List<Calls> groups = new ArrayList<>();
        int from = 0;
        while (from < milliseconds.length) {
            int to = Math.min(from + Math.max(1, from / FINENESS), milliseconds.length);
            groups.add(new Calls(from + 1, to, median(milliseconds, from, to)));
            from = to;
        }
        return groups;
    }

    private static double median(double[] milliseconds, int from, int to) {
        return Latency.of(Arrays.copyOfRange(milliseconds, from, to)).p50();
    }
}
