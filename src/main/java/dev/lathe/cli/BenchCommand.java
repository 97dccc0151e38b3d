package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.bench.BenchOptions;
import dev.lathe.bench.BenchReport;
import dev.lathe.bench.Benchmark;
import dev.lathe.report.BenchPage;
import dev.lathe.report.BenchTables;
import dev.lathe.report.Progress;
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
    @Parameters(paramLabel = "MODEL", description = "An ONNX or .lathe file.")
    private Path model;

    @Option(names = "--device", paramLabel = "ID", split = ",", description = "Devices; default auto.")
    private List<String> devices = List.of(Engine.AUTO);

    @Option(names = "--batch", paramLabel = "N", split = ",", description = "Images per run; default 1.")
    private List<Integer> batches = List.of(1);

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
        if (threads < 1 || !(seconds > 0) || batches.stream().anyMatch(batch -> batch < 1)) {
            throw usage("--threads and --batch must be at least 1, --seconds more than 0");
        }
        BenchOptions options = options(model);
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

    private BenchOptions options(Path model) {
        boolean layers = perLayer || report != null;
        return new BenchOptions(
                model, devices, batches, threads, seconds, peer, shape.shapes(), seed, tolerance, layers);
    }

    private int verdict(boolean passed) {
        if (!passed) {
            warn("the engines do not compute the same");
        }
        return passed ? DONE : FAILED;
    }
}
