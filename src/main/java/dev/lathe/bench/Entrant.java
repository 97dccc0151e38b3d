package dev.lathe.bench;

import dev.lathe.bench.BenchReport.Result;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A {@link Contender} and what was measured of it so far. */
final class Entrant implements AutoCloseable {
    /** Turns into which the measuring of one engine is divided. */
    private static final int TURNS = 10;

    private final Contender contender;
    private final Map<String, Tensor> firstOutputs = new LinkedHashMap<>();
    private final double readMs;
    private final double openMs;
    private final List<Double> warming = new ArrayList<>();
    private final List<Double> milliseconds = new ArrayList<>();
    private double spent;

    private Entrant(Contender contender, double readMs, double openMs, Map<String, Tensor> inputs) {
        this.contender = contender;
        this.readMs = readMs;
        this.openMs = openMs;
        runOnce(inputs).forEach((name, tensor) -> firstOutputs.put(name, tensor.copy()));
    }

    /** Opens the engine and runs it once. */
    static Entrant open(Contender.Opening opening, Map<String, Tensor> inputs) {
        long start = System.nanoTime();
        Contender contender = opening.opener().get();
        double openMs = (System.nanoTime() - start) / 1e6;
        boolean ready = false;
        try {
            Entrant entrant = new Entrant(contender, opening.readMs(), openMs, inputs);
            ready = true;
            return entrant;
        } finally {
            if (!ready) {
                contender.close();
            }
        }
    }

    /**
     * Lets all run in turns until each has run for {@code seconds}, and at least once.
     *
     * @param between is done before a turn where there are several engines
     */
    static void alternate(List<Entrant> entrants, Map<String, Tensor> inputs, double seconds, Runnable between) {
        double turn = seconds * 1e3 / TURNS;
        for (int i = 1; i <= TURNS; i++) {
            for (Entrant entrant : entrants) {
                if (entrants.size() > 1) {
                    between.run();
                }
                while (entrant.milliseconds.isEmpty() || entrant.spent < i * turn) {
                    entrant.runOnce(inputs);
                }
            }
        }
    }

    private Map<String, Tensor> runOnce(Map<String, Tensor> inputs) {
        long start = System.nanoTime();
        Map<String, Tensor> outputs = contender.run(inputs);
        double elapsed = (System.nanoTime() - start) / 1e6;
        milliseconds.add(elapsed);
        spent += elapsed;
        return outputs;
    }

    /** What was measured so far was warming up. */
    void warm() {
        warming.addAll(milliseconds);
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
        Latency latency = Latency.of(array(milliseconds.stream()));
        double[] all = array(Stream.concat(warming.stream(), milliseconds.stream()));
        WarmUp warmUp = WarmUp.of(readMs, openMs, all, latency.p50());
        double medianSeconds = latency.p50() / 1e3;
        return new Result(
                contender.engine(),
                contender.device(),
                batch,
                threads,
                batch / medianSeconds,
                2.0 * macs / medianSeconds / 1e9,
                latency,
                openMs + all[0],
                contender.bytes(),
                warmUp);
    }

    private static double[] array(Stream<Double> values) {
        return values.mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public void close() {
        contender.close();
    }
}
