package dev.lathe.compress.job;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.bench.Latency;
import dev.lathe.bench.RandomInputs;
import dev.lathe.compress.Stopwatch;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The median of many runs after some for warming up, on random inputs. */
public record SessionStopwatch(Engine engine) implements Stopwatch {
    /** Runs for half of {@link #NANOSECONDS} come first and do not count: code gets compiled and caches filled. */
    private static final long NANOSECONDS = 100_000_000;

    private static final int FEWEST_RUNS = 9;

    @Override
    public double milliseconds(Graph graph) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Port port : graph.inputs()) {
            shapes.put(port.name(), port.shape(1));
        }
        Map<String, Tensor> inputs = RandomInputs.of(graph.inputs(), shapes, 1);
        try (Session session = engine.session(Model.of(graph, graph.name()))) {
            times(session, inputs, NANOSECONDS / 2);
            double[] times = times(session, inputs, NANOSECONDS);
            return Latency.of(times).p50();
        }
    }

    private static double[] times(Session session, Map<String, Tensor> inputs, long nanoseconds) {
        List<Double> times = new ArrayList<>();
        long begin = System.nanoTime();
        while (times.size() < FEWEST_RUNS || System.nanoTime() - begin < nanoseconds) {
            long start = System.nanoTime();
            session.run(inputs);
            times.add((System.nanoTime() - start) / 1e6);
        }
        return times.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
