package dev.lathe.bench.sparse;

import dev.lathe.Engine;
import dev.lathe.EngineOptions;
import dev.lathe.LayerTime;
import dev.lathe.Session;
import dev.lathe.bench.Program;
import dev.lathe.report.Numbers;
import dev.lathe.report.Table;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lathe sparse}: exit code 0 done, 2 wrong usage. */
@CommandLine.Command(
        name = "lathe sparse",
        description = "Measure pruned layers on the CPU beside the same layers with all weights, in turns.")
final class Main implements Callable<Integer> {
    private static final double NANOSECONDS = 1e9;

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--layers", paramLabel = "TEXT", description = "Only layers whose name contains this.")
    private String layers = "";

    @Option(names = "--density", paramLabel = "D", split = ",", description = "Of weights; default 0.05,0.1,0.2.")
    private List<Double> densities = List.of(0.05, 0.1, 0.2);

    @Option(names = "--threads", paramLabel = "N", split = ",", description = "Default 1,2.")
    private List<Integer> threads = List.of(1, 2);

    @Option(names = "--seconds", paramLabel = "S", description = "Of measuring a layer, after as many; default 2.")
    private double seconds = 2;

    private Main() {}

    public static void main(String[] args) {
        Program.run(new Main(), args);
    }

    @Override
    public Integer call() {
        List<String> header = new ArrayList<>(List.of("layer", "threads", "dense ms"));
        densities.forEach(density -> header.addAll(List.of(density + " ms", "ratio")));
        Table table = new Table(header.toArray(String[]::new));
        List<Layer> chosen = Layer.SUITE.stream()
                .filter(layer -> layer.label().contains(layers))
                .toList();
        for (int count : threads) {
            try (Engine engine =
                    Engine.open("cpu", EngineOptions.DEFAULT.withThreads(count).withCache(Optional.empty()))) {
                // once in vain: until the JVM has compiled the kernels they take a thousand times as long
                chosen.stream().limit(1).forEach(layer -> measure(engine, layer));
                chosen.forEach(layer -> table.row(row(layer, count, measure(engine, layer))));
            }
        }
        spec.commandLine().getOut().println(table);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static Object[] row(Layer layer, int threads, double[] medians) {
        List<Object> cells = new ArrayList<>(List.of(layer.label(), threads, Numbers.digits(medians[0])));
        for (int i = 1; i < medians.length; i++) {
            cells.add(Numbers.digits(medians[i]));
            cells.add(Numbers.digits(medians[0] / medians[i]));
        }
        return cells.toArray();
    }

    /** Medians of the node's milliseconds: of the dense layer, then of each density. */
    private double[] measure(Engine engine, Layer layer) {
        List<Session> sessions = new ArrayList<>();
        try {
            sessions.add(engine.session(layer.model(1)));
            densities.forEach(density -> sessions.add(engine.session(layer.model(density))));
            Map<String, Tensor> inputs = Map.of("x", layer.image());
            takeTurns(sessions, inputs);
            return takeTurns(sessions, inputs).stream()
                    .mapToDouble(Main::median)
                    .toArray();
        } finally {
            sessions.forEach(Session::close);
        }
    }

    private List<List<Double>> takeTurns(List<Session> sessions, Map<String, Tensor> inputs) {
        List<List<Double>> times = new ArrayList<>();
        sessions.forEach(_ -> times.add(new ArrayList<>()));
        long end = System.nanoTime() + (long) (seconds * NANOSECONDS);
        do {
            for (int i = 0; i < sessions.size(); i++) {
                times.get(i).add(milliseconds(sessions.get(i), inputs));
            }
        } while (System.nanoTime() < end);
        return times;
    }

    private static double milliseconds(Session session, Map<String, Tensor> inputs) {
        return session.profile(inputs).layers().stream()
                .filter(time -> time.node().equals(Layer.NODE))
                .mapToDouble(LayerTime::milliseconds)
                .sum();
    }

    private static double median(List<Double> times) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
