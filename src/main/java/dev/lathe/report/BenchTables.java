package dev.lathe.report;

import dev.lathe.bench.BenchReport;
import dev.lathe.bench.BenchReport.LayerResult;
import dev.lathe.bench.BenchReport.Phases;
import dev.lathe.bench.BenchReport.Result;
import dev.lathe.bench.WarmUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A {@link BenchReport} as tables and sentences. */
public final class BenchTables {
    private BenchTables() {}

    /** For a terminal. */
    public static String text(BenchReport report) {
        StringBuilder text = new StringBuilder(report.model()).append('\n');
        text.append(results(report));
        sentences(report).forEach(sentence -> text.append('\n').append(sentence));
        text.append("\n\n").append(starts(report)).append('\n').append(explanation(report));
        if (!report.layers().isEmpty()) {
            text.append("\n\n").append(phases(report.phases()));
            text.append("\n\n").append(layers(report.layers()));
        }
        return text.toString();
    }

    static Table results(BenchReport report) {
        Table table = new Table(
                "engine",
                "device",
                "batch",
                "threads",
                "images/s",
                "GFLOP/s",
                "min ms",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "mean ms",
                "first ms",
                "MiB");
        for (Result r : report.results()) {
            table.row(
                    r.engine(),
                    r.device(),
                    r.batch(),
                    r.threads(),
                    Numbers.digits(r.imagesPerSecond()),
                    Numbers.digits(r.gflops()),
                    Numbers.digits(r.latencyMs().min()),
                    Numbers.digits(r.latencyMs().p50()),
                    Numbers.digits(r.latencyMs().p90()),
                    Numbers.digits(r.latencyMs().p99()),
                    Numbers.digits(r.latencyMs().mean()),
                    Numbers.digits(r.firstRunMs()),
                    r.peakBytes() == 0 ? "-" : Numbers.digits(r.peakBytes() / (double) (1 << 20)));
        }
        return table;
    }

    /** From reading the model to the steady state. */
    static Table starts(BenchReport report) {
        Table table = new Table(
                "engine", "device", "batch", "read ms", "open ms", "first result ms", "steady ms", "steady call");
        for (Result r : report.results()) {
            WarmUp warmUp = r.warmUp();
            table.row(
                    r.engine(),
                    r.device(),
                    r.batch(),
                    Numbers.digits(warmUp.readMs()),
                    Numbers.digits(warmUp.openMs()),
                    Numbers.digits(warmUp.firstResultMs()),
                    warmUp.steadyMs() == null ? "-" : Numbers.digits(warmUp.steadyMs()),
                    warmUp.steadyCall() == null ? "-" : warmUp.steadyCall());
        }
        return table;
    }

    /** What the times of {@link #starts} are. */
    static String explanation(BenchReport report) {
        return "First result and steady: from the beginning of reading the model, each engine's own time only. Steady"
                + " is the first of five calls whose median is within 10% of p50. An engine that reads the model itself"
                + " does so while it opens. Reading began "
                + Numbers.whole(report.machine().uptimeMs())
                + " ms after the start of the JVM; only the first row meets it that fresh.";
    }

    static List<String> sentences(BenchReport report) {
        List<String> sentences = new ArrayList<>();
        report.ratios()
                .forEach(ratio -> sentences.add(String.format(
                        Locale.ROOT,
                        "batch %d: %s runs at %.2f times the speed of %s",
                        ratio.batch(),
                        ratio.engine(),
                        ratio.factor(),
                        ratio.against())));
        report.checks()
                .forEach(check -> sentences.add(String.format(
                        Locale.ROOT,
                        "batch %d: %s %s with %s, largest difference %.1e of the largest value (tolerance %.1e)",
                        check.batch(),
                        check.engine(),
                        check.passed() ? "agrees" : "DISAGREES",
                        check.against(),
                        check.error(),
                        check.tolerance())));
        return sentences;
    }

    static Table phases(List<Phases> phases) {
        Table table = new Table("device", "batch", "upload ms", "compute ms", "download ms");
        for (Phases each : phases) {
            table.row(
                    each.device(),
                    each.batch(),
                    Numbers.digits(each.uploadMs()),
                    Numbers.digits(each.computeMs()),
                    Numbers.digits(each.downloadMs()));
        }
        return table;
    }

    static Table layers(List<LayerResult> layers) {
        Table table = new Table("device", "batch", "layer", "op", "ms", "share", "GFLOP/s", "FLOP/byte");
        for (LayerResult layer : layers) {
            table.row(
                    layer.device(),
                    layer.batch(),
                    layer.node(),
                    layer.op(),
                    Numbers.digits(layer.milliseconds()),
                    Numbers.percent(layer.share()),
                    layer.gflops() == 0 ? "-" : Numbers.digits(layer.gflops()),
                    layer.flopsPerByte() == 0 ? "-" : Numbers.digits(layer.flopsPerByte()));
        }
        return table;
    }
}
