package dev.lathe.bench.convolution;

import dev.lathe.Engine;
import dev.lathe.bench.convolution.Report.Figure;
import dev.lathe.bench.convolution.Report.Row;
import dev.lathe.bench.convolution.Report.Summary;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Engines side by side on each problem: all warm up, then run in turns, so that whatever else the machine does meets
 * them alike. Each result is compared with the {@link Expectation}.
 */
final class Measurement implements AutoCloseable {
    /**
     * @param device of Lathe and of CLBlast: {@code opencl:0}
     * @param seconds of measured running per engine and problem; warming up takes a third as long before
     * @param clblastSeconds after which CLBlast takes no more turns at a problem; it has two measured runs by then, or
     *     one that took longer
     * @param withClBlast whether it takes part
     * @param seed of the data
     */
    record Options(String device, double seconds, double clblastSeconds, boolean withClBlast, long seed) {}

    private static final String CPU = "cpu";
    private static final int TURNS = 6;
    private static final double PREPARING_SECONDS = 2;

    /** Run first, unmeasured, as Java, CLBlast and PoCL compile while they run: a window, and none. */
    private static final List<Problem> PREPARING =
            List.of(new Problem(64, 28, 28, 64, 3, 1, 1), new Problem(128, 28, 28, 128, 1, 1, 0));

    private final Options options;
    private final Consumer<String> progress;
    private final List<Engine> engines = new ArrayList<>();
    private final @Nullable ClBlast clblast;

    /**
     * Opens the engines.
     *
     * @param progress is told what is going on
     * @throws dev.lathe.error.DeviceException if one is not there; the message says what to install
     */
    Measurement(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        boolean ready = false;
        try {
            engines.add(Engine.open(CPU));
            engines.add(Engine.open(options.device()));
            clblast = options.withClBlast() ? new ClBlast(number(options.device())) : null;
            ready = true;
        } finally {
            if (!ready) {
                engines.forEach(Engine::close);
            }
        }
    }

    private static int number(String device) {
        return Integer.parseInt(device.substring(device.indexOf(':') + 1));
    }

    Report run(List<Problem> problems) {
        progress.accept("compiling");
        PREPARING.forEach(this::prepare);
        List<Row> rows = new ArrayList<>();
        for (Problem problem : problems) {
            progress.accept(rows.size() + 1 + "/" + problems.size() + " " + problem.label());
            rows.add(measure(problem));
        }
        List<Summary> summaries = new ArrayList<>();
        if (clblast != null) {
            summaries.add(summary(rows, ClBlastContender.NAME));
        }
        summaries.add(summary(rows, CPU));
        Engine opencl = engines.getLast();
        String device = opencl.device().name() + ", " + opencl.device().driver();
        int threads = Runtime.getRuntime().availableProcessors();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return new Report(device, threads, load, rows, summaries);
    }

    private void prepare(Problem problem) {
        List<Entrant> entrants = new ArrayList<>();
        try {
            enter(entrants, Operands.random(problem, options.seed()));
            entrants.forEach(entrant -> entrant.warmUp(PREPARING_SECONDS));
        } finally {
            entrants.forEach(Entrant::close);
        }
    }

    private Row measure(Problem problem) {
        Operands operands = Operands.random(problem, options.seed());
        Expectation expected = Expectation.of(operands);
        List<Entrant> entrants = new ArrayList<>();
        try {
            enter(entrants, operands);
            entrants.forEach(entrant -> entrant.warmUp(options.seconds() / 3));
            for (int turn = 1; turn <= TURNS; turn++) {
                double soFar = options.seconds() * turn / TURNS;
                entrants.forEach(entrant -> entrant.turn(soFar));
            }
            List<Figure> figures = entrants.stream()
                    .map(entrant -> entrant.figure(problem, expected))
                    .toList();
            return new Row(problem.label(), problem.flops(), figures);
        } finally {
            entrants.forEach(Entrant::close);
        }
    }

    /** Adds one of each engine to {@code entrants}, which the caller closes, also when one cannot be opened. */
    private void enter(List<Entrant> entrants, Operands operands) {
        for (Engine engine : engines) {
            entrants.add(new Entrant(LatheContender.open(engine, operands), Double.MAX_VALUE));
        }
        if (clblast != null) {
            entrants.add(new Entrant(new ClBlastContender(clblast, operands), options.clblastSeconds()));
        }
    }

    private Summary summary(List<Row> rows, String against) {
        String engine = options.device();
        ToDoubleFunction<Row> compute = row -> row.figure(against).computeMs().p50()
                / row.figure(engine).computeMs().p50();
        ToDoubleFunction<Row> whole = row -> row.figure(against).wholeMs().p50()
                / row.figure(engine).wholeMs().p50();
        Row worst = rows.stream().min(Comparator.comparingDouble(compute)).orElseThrow();
        return new Summary(
                engine,
                against,
                geometricMean(rows, compute),
                geometricMean(rows, whole),
                compute.applyAsDouble(worst),
                worst.problem());
    }

    private static double geometricMean(List<Row> rows, ToDoubleFunction<Row> ratio) {
        return Math.exp(rows.stream()
                .mapToDouble(row -> Math.log(ratio.applyAsDouble(row)))
                .average()
                .orElseThrow());
    }

    @Override
    public void close() {
        if (clblast != null) {
            clblast.close();
        }
        engines.forEach(Engine::close);
    }
}
