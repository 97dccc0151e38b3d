package dev.lathe.bench;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.bench.BenchReport.Check;
import dev.lathe.bench.BenchReport.LayerResult;
import dev.lathe.bench.BenchReport.Phases;
import dev.lathe.bench.BenchReport.Ratio;
import dev.lathe.bench.BenchReport.Result;
import dev.lathe.container.LatheReader;
import dev.lathe.error.InputException;
import dev.lathe.graph.Port;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Engines side by side on one model, in one run: each warms up, then all run in turns, so that whatever else the
 * machine does meets them alike. Their results are compared with each other inside the measurement.
 */
public final class Benchmark {
    private static final String REFERENCE = "reference";

    private final BenchOptions options;
    private final Consumer<String> progress;
    private final Machine machine = Machine.now();
    private final Model model;
    private final double readMs;
    private final List<Result> results = new ArrayList<>();
    private final List<Ratio> ratios = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<LayerResult> layers = new ArrayList<>();
    private final List<Phases> phases = new ArrayList<>();

    private Benchmark(BenchOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        long start = System.nanoTime();
        this.model = Model.load(options.model());
        this.readMs = (System.nanoTime() - start) / 1e6;
    }

    /**
     * Measures. Takes about twice the seconds of {@code options} per engine and batch, more for networks that need
     * longer for one run.
     *
     * @param progress is told what is going on
     * @throws InputException if the model's inputs do not fit the options
     */
    public static BenchReport run(BenchOptions options, Consumer<String> progress) {
        Benchmark benchmark = new Benchmark(options, progress);
        options.batches().forEach(benchmark::compare);
        Ceilings ceilings = options.perLayer() ? Ceilings.measure(options.threads()) : null;
        return new BenchReport(
                options.model().toString(),
                benchmark.results,
                benchmark.ratios,
                benchmark.checks,
                benchmark.layers,
                benchmark.phases,
                benchmark.machine,
                ceilings);
    }

    private void compare(int batch) {
        Map<String, Shape> shapes = InputShapes.of(model.inputs(), batch, options.shapes());
        requireBatch(shapes, batch);
        Map<String, Tensor> inputs = RandomInputs.of(model.inputs(), shapes, options.seed());
        Inspection inspection = Inspection.of(model.graph(), shapes, 0);
        List<Entrant> entrants = new ArrayList<>();
        try {
            for (Contender.Opening opening : openings()) {
                entrants.add(Entrant.open(opening, inputs));
            }
            check(batch, inputs, entrants);
            progress.accept("batch " + batch + ": warming up");
            Entrant.alternate(entrants, inputs, options.seconds(), () -> {});
            entrants.forEach(Entrant::warm);
            progress.accept("batch " + batch + ": measuring");
            Entrant.alternate(entrants, inputs, options.seconds(), Quiet::await);
            long macs = inspection.macs() == null ? 0 : inspection.macs();
            List<Result> measured = entrants.stream()
                    .map(entrant -> entrant.result(batch, options.threads(), macs))
                    .toList();
            results.addAll(measured);
            addRatios(measured);
            if (options.perLayer()) {
                entrants.forEach(e -> add(LayerProfile.of(
                        e.contender(), inputs, batch, entries -> LayerWork.of(model.graph(), shapes, entries))));
            }
        } finally {
            entrants.forEach(Entrant::close);
        }
    }

    private void add(LayerProfile profile) {
        if (!profile.layers().isEmpty()) {
            layers.addAll(profile.layers());
            phases.add(profile.phases());
        }
    }

    private void requireBatch(Map<String, Shape> shapes, int batch) {
        boolean free = model.inputs().stream().anyMatch(InputShapes::hasFreeBatch);
        Port first = model.inputs().isEmpty() ? null : model.inputs().get(0);
        int fixed = first == null || shapes.get(first.name()).rank() == 0
                ? 1
                : shapes.get(first.name()).dim(0);
        if (!free && fixed != batch) {
            throw new InputException("the model fixes a batch of " + fixed + ", asked for " + batch);
        }
    }

    private List<Contender.Opening> openings() {
        List<Contender.Opening> openings = new ArrayList<>();
        for (String device : options.devices()) {
            openings.add(new Contender.Opening(readMs, () -> new Contender.Lathe(model, device, options.threads())));
        }
        if (options.peer() != null) {
            if (LatheReader.isContainer(options.model())) {
                throw new InputException(options.model() + ": is a .lathe file, and " + options.peer()
                        + " reads ONNX files only; './lathe export' makes one of it");
            }
            Peer peer = Peer.named(options.peer());
            openings.add(new Contender.Opening(0, () -> new Contender.Other(peer, options.model(), options.threads())));
        }
        return openings;
    }

    /** Compares the first results with the peer's, or else with the reference's of the first image. */
    private void check(int batch, Map<String, Tensor> inputs, List<Entrant> entrants) {
        Entrant last = entrants.get(entrants.size() - 1);
        boolean hasPeer = last.contender() instanceof Contender.Other;
        Map<String, Tensor> expected = hasPeer ? last.firstOutputs() : reference(inputs);
        String against = hasPeer ? last.contender().engine() : REFERENCE;
        for (Entrant entrant : entrants) {
            if (hasPeer ? entrant == last : entrant.contender().device().equals(REFERENCE)) {
                continue;
            }
            double error = RelativeError.of(expected, entrant.firstOutputs());
            boolean passed = error <= options.tolerance();
            checks.add(new Check(batch, entrant.contender().label(), against, error, options.tolerance(), passed));
        }
    }

    private Map<String, Tensor> reference(Map<String, Tensor> inputs) {
        progress.accept("computing the expected result");
        try (Engine engine = Engine.open(REFERENCE);
                Session session = engine.session(model)) {
            return session.run(RandomInputs.first(model.inputs(), inputs));
        }
    }

    private void addRatios(List<Result> measured) {
        Result base = measured.get(measured.size() - 1);
        for (Result result : measured.subList(0, measured.size() - 1)) {
            double factor = base.latencyMs().p50() / result.latencyMs().p50();
            ratios.add(new Ratio(result.batch(), result.label(), base.label(), factor));
        }
    }
}
