package dev.lathe.bench;

import dev.lathe.bench.BenchReport.Result;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Contender} and what was measured of it so far. */
final class Entrant implements AutoCloseable {
    /** Turns into which the measuring of one engine is divided. */
    private static final int TURNS = 10;

    private final Contender contender;
    private final Map<String, Tensor> firstOutputs;
    private final double firstRunMs;
    private final List<Double> milliseconds = new ArrayList<>();
    private double spent;

    private Entrant(Contender contender, Map<String, Tensor> firstOutputs, double firstRunMs) {
        this.contender = contender;
        this.firstOutputs = firstOutputs;
        this.firstRunMs = firstRunMs;
    }

    /** Opens the engine and runs it once. */
    static Entrant open(Contender.Opening opening, Map<String, Tensor> inputs) {
        long start = System.nanoTime();
        Contender contender = opening.open();
        boolean ready = false;
        try {
            Map<String, Tensor> outputs = contender.run(inputs);
            double firstRunMs = (System.nanoTime() - start) / 1e6;
            Map<String, Tensor> kept = new LinkedHashMap<>();
            outputs.forEach((name, tensor) -> kept.put(name, tensor.copy()));
            ready = true;
            return new Entrant(contender, kept, firstRunMs);
        } finally {
            if (!ready) {
                contender.close();
            }
        }
    }

    /** Lets all run in turns until each has run for {@code seconds}, and at least once. */
    static void alternate(List<Entrant> entrants, Map<String, Tensor> inputs, double seconds) {
        double turn = seconds * 1e3 / TURNS;
        for (int i = 1; i <= TURNS; i++) {
            for (Entrant entrant : entrants) {
                while (entrant.milliseconds.isEmpty() || entrant.spent < i * turn) {
                    entrant.runOnce(inputs);
                }
            }
        }
    }

    private void runOnce(Map<String, Tensor> inputs) {
        long start = System.nanoTime();
        contender.run(inputs);
        double elapsed = (System.nanoTime() - start) / 1e6;
        milliseconds.add(elapsed);
        spent += elapsed;
    }

    /** Drops what was measured while warming up. */
    void forget() {
        milliseconds.clear();
        spent = 0;
    }

    Contender contender() {
        return contender;
    }

    /** Results of the first run. */
    Map<String, Tensor> firstOutputs() {
        return firstOutputs;
    }

    /** @param macs multiply-adds of one run */
    Result result(int batch, int threads, long macs) {
        Latency latency = Latency.of(
                milliseconds.stream().mapToDouble(Double::doubleValue).toArray());
        double medianSeconds = latency.p50() / 1e3;
        return new Result(
                contender.engine(),
                contender.device(),
                batch,
                threads,
                batch / medianSeconds,
                2.0 * macs / medianSeconds / 1e9,
                latency,
                firstRunMs,
                contender.bytes());
    }

    @Override
    public void close() {
        contender.close();
    }
}
