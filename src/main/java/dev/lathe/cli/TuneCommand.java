package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.report.Numbers;
import dev.lathe.report.Progress;
import dev.lathe.report.Table;
import dev.lathe.tune.search.Finding;
import dev.lathe.tune.search.TuneListener;
import dev.lathe.tune.search.TuneOptions;
import dev.lathe.tune.search.TuneReport;
import dev.lathe.tune.search.Tuner;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lathe tune}. */
@CommandLine.Command(
        name = "tune",
        description = "Find the fastest tiles for a model's convolutions and products on a device, and keep them.")
final class TuneCommand extends Command {
    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "An ONNX or .lathe file; OpenCL: without one, convolutions of VGG, ResNet and MobileNet.")
    private @Nullable Path model;

    @Option(
            names = "--device",
            required = true,
            paramLabel = "ID",
            description = "cpu, or an OpenCL device: opencl:0, ...")
    private String device;

    @Option(names = "--threads", paramLabel = "N", description = "Host threads, for cpu; default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--batch", paramLabel = "N", description = "Images per run; default 1.")
    private int batch = 1;

    @Option(names = "--seconds", paramLabel = "S", description = "Measured running per problem; default 2.")
    private double seconds = 2;

    @Mixin
    private ShapeOption shape;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder for the tables; default: where Lathe looks for them, in the user's cache.")
    private @Nullable Path output;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (batch < 1 || threads < 1 || !(seconds >= 0)) {
            throw usage("--batch and --threads must be at least 1, --seconds not negative");
        }
        TuneOptions options =
                new TuneOptions(device, model, threads, batch, shape.shapes(), seconds, Engine.userCache(), output);
        try (Progress progress = progress()) {
            TuneReport report = Tuner.run(options, listener(progress));
            progress.erase();
            print(json, report, text(report));
            return report.passed() ? DONE : FAILED;
        }
    }

    private TuneListener listener(Progress progress) {
        return new TuneListener() {
            @Override
            public void progress(String problem, int done, int known) {
                progress.show(problem, done, known);
            }

            @Override
            public void alarm(String sentence) {
                progress.erase();
                warn(sentence);
            }
        };
    }

    private static String text(TuneReport report) {
        Table table = new Table("problem", "kernel", "default ms", "best ms", "gain", "defines");
        for (Finding finding : report.problems()) {
            table.row(
                    finding.problem(),
                    finding.kernel(),
                    Numbers.digits(finding.defaultMs()),
                    Numbers.digits(finding.bestMs()),
                    finding.defines().isEmpty() ? "-" : Numbers.percent(finding.gain()),
                    finding.defines().isEmpty() ? "default" : defines(finding));
        }
        long rows = report.problems().stream()
                .filter(finding -> !finding.defines().isEmpty())
                .count();
        return table + "\n" + rows + " rows for " + report.device() + " are kept in " + report.file();
    }

    private static String defines(Finding finding) {
        return new TreeMap<>(finding.defines())
                .entrySet().stream()
                        .map(define -> define.getKey() + "=" + define.getValue())
                        .collect(Collectors.joining(" "));
    }
}
