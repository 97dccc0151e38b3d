package dev.lathe.demo.fashion;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.bench.Latency;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Networks on one device, run in turns, so that whatever else the machine does meets them alike. */
final class Turns implements AutoCloseable {
    private static final int TURNS = 10;

    private final List<Runner> runners = new ArrayList<>();

    private Turns() {}

    /** One network and how long its runs took, in seconds. */
    private static final class Runner {
        private final Session session;
        private final Map<String, Tensor> inputs;
        private final List<Double> times = new ArrayList<>();
        private double spent;

        Runner(Session session, Tensor images) {
            this.session = session;
            this.inputs = Map.of(session.model().inputs().getFirst().name(), images);
        }

        void run(double until) {
            do {
                long start = System.nanoTime();
                session.run(inputs);
                times.add((System.nanoTime() - start) / 1e9);
                spent += times.getLast();
            } while (spent < until);
        }

        void forget() {
            times.clear();
            spent = 0;
        }

        double median() {
            return Latency.of(times.stream().mapToDouble(time -> time * 1e3).toArray())
                            .p50()
                    / 1e3;
        }
    }

    /**
     * Median seconds of a run of each of {@code models} on {@code images}, warmed up for half of {@code seconds} and
     * measured for {@code seconds} each.
     */
    static List<Double> medians(Engine device, List<Model> models, Tensor images, double seconds) {
        try (Turns turns = new Turns()) {
            models.forEach(model -> turns.runners.add(new Runner(device.session(model), images)));
            turns.run(seconds / 2);
            turns.runners.forEach(Runner::forget);
            turns.run(seconds);
            return turns.runners.stream().map(Runner::median).toList();
        }
    }

    private void run(double seconds) {
        for (int turn = 1; turn <= TURNS; turn++) {
            double until = seconds * turn / TURNS;
            runners.forEach(runner -> runner.run(until));
        }
    }

    @Override
    public void close() {
        runners.forEach(runner -> runner.session.close());
    }
}
