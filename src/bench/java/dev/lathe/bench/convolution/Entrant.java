package dev.lathe.bench.convolution;

import dev.lathe.bench.Latency;
import dev.lathe.bench.convolution.Contender.Timing;
import dev.lathe.bench.convolution.Report.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A {@link Contender} and the times of its runs. */
final class Entrant implements AutoCloseable {
    private static final int FEWEST_RUNS = 2;
    private static final double NANOSECONDS = 1e6;

    private final Contender contender;
    private final double mostMs;
    private final List<Timing> timings = new ArrayList<>();
    private double spentMs;
    private boolean single;

    /** @param seconds that its measured runs may take together, but for the two that everyone is granted */
    Entrant(Contender contender, double seconds) {
        this.contender = contender;
        this.mostMs = seconds * 1e3;
    }

    /** Runs for {@code seconds}, at least once. The run counts only if it took so long that no other can follow. */
    void warmUp(double seconds) {
        do {
            run();
        } while (spentMs < seconds * 1e3);
        single = timings.size() == 1 && spentMs > mostMs;
        if (!single) {
            timings.clear();
            spentMs = 0;
        }
    }

    /** Runs at least once, and until it has run for {@code seconds} in all turns so far, unless its share is spent. */
    void turn(double seconds) {
        boolean ran = false;
        while (hasShare() && !(ran && spentMs >= seconds * 1e3)) {
            run();
            ran = true;
        }
    }

    private boolean hasShare() {
        int next = timings.size() + 1;
        return !single && (next <= FEWEST_RUNS || spentMs / timings.size() * next <= mostMs);
    }

    private void run() {
        long start = System.nanoTime();
        timings.add(contender.run());
        spentMs += (System.nanoTime() - start) / NANOSECONDS;
    }

    Figure figure(Problem problem, Expectation expected) {
        Latency compute = latency(Timing::computeMs);
        return new Figure(
                contender.name(),
                timings.size(),
                single,
                compute,
                latency(Timing::wholeMs),
                problem.flops() / compute.p50() / 1e6,
                expected.error(contender.result()));
    }

    private Latency latency(ToDoubleFunction<Timing> part) {
        return Latency.of(timings.stream().mapToDouble(part).toArray());
    }

    @Override
    public void close() {
        contender.close();
    }
}
