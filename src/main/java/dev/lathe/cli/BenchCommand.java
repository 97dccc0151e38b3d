package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.bench.BenchOptions;
import dev.lathe.bench.BenchReport;
import dev.lathe.bench.Benchmark;
import dev.lathe.bench.Suite;
import dev.lathe.bench.SuiteReport;
import dev.lathe.report.BenchPage;
import dev.lathe.report.BenchTables;
import dev.lathe.report.Progress;
import dev.lathe.report.SuiteTables;
import dev.lathe.zoo.Zoo;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lathe bench}. */
@CommandLine.Command(name = "bench", description = "Measure engines side by side, in turns, and compare their results.")
final class BenchCommand extends Command {
    private static final List<Integer> ONE = List.of(1);
    private static final List<Integer> ONE_AND_EIGHT = List.of(1, 8);

    @Parameters(
            paramLabel = "MODEL",
            description = "An ONNX or .lathe file; with --suite, networks of the zoo, default seven of them.")
    private List<String> models = List.of();

    @Option(names = "--suite", description = "Measure networks of the zoo one after the other, without files.")
    private boolean suite;

    @Option(names = "--device", paramLabel = "ID", split = ",", description = "Devices; default auto.")
    private List<String> devices = List.of(Engine.AUTO);

    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            description = "Images per run; default 1, with --suite 1,8.")
    private @Nullable List<Integer> batches;

    @Option(names = "--threads", paramLabel = "N", description = "Host threads; default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--seconds", paramLabel = "S", description = "Measured running per engine and batch; default 3.")
    private double seconds = 3;

    @Option(names = "--peer", paramLabel = "NAME", description = "Another engine to compare with: onnxruntime.")
    private @Nullable String peer;

    @Mixin
    private ShapeOption shape;

    @Option(names = "--seed", paramLabel = "N", description = "Of the random inputs; default 1.")
    private long seed = 1;

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            description = "Largest difference of results, relative to the largest value; default 1e-3.")
    private double tolerance = 1e-3;

    @Option(names = "--per-layer", description = "Time every layer too; --report does so in any case.")
    private boolean perLayer;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Write a page with charts, tables and all figures.")
    private @Nullable Path report;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Integer> asked = batches();
        if (threads < 1 || !(seconds > 0) || asked.stream().anyMatch(batch -> batch < 1)) {
            throw usage("--threads and --batch must be at least 1, --seconds more than 0");
        }
        return suite ? benchSuite() : benchModel();
    }

    private int benchModel() {
        if (models.size() != 1) {
            throw usage("bench takes one MODEL, got " + models.size() + "; --suite measures networks of the zoo");
        }
        BenchOptions options = options(Path.of(models.getFirst()));
        try (Progress progress = progress()) {
            BenchReport found = Benchmark.run(options, progress::say);
            progress.erase();
            if (report != null) {
                BenchPage.of(found).write(report);
            }
            print(json, found, BenchTables.text(found));
            return verdict(found.passed());
        }
    }

    private int benchSuite() {
        for (String name : models) {
            if (!Zoo.names().contains(name)) {
                throw usage("no network '" + name + "', there are " + String.join(", ", Zoo.names()));
            }
        }
        if (!shape.shapes().isEmpty()) {
            throw usage("the networks of --suite leave no extents for --shape");
        }
        List<String> networks = models.isEmpty() ? Suite.NETWORKS : models;
        try (Progress progress = progress()) {
            SuiteReport found = Suite.run(networks, this::options, progress::say);
            progress.erase();
            if (report != null) {
                BenchPage.of(found).write(report);
            }
            print(json, found, SuiteTables.text(found));
            return verdict(found.passed());
        }
    }

    private List<Integer> batches() {
        return batches != null ? batches : suite ? ONE_AND_EIGHT : ONE;
    }

    private BenchOptions options(Path model) {
        boolean layers = perLayer || report != null;
        return new BenchOptions(
                model, devices, batches(), threads, seconds, peer, shape.shapes(), seed, tolerance, layers);
    }

    private int verdict(boolean passed) {
        if (!passed) {
            warn("the engines do not compute the same");
        }
        return passed ? DONE : FAILED;
    }
}
