package dev.lathe.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.lathe.bench.BenchReport;
import dev.lathe.bench.BenchReport.LayerResult;
import dev.lathe.bench.BenchReport.Phases;
import dev.lathe.bench.BenchReport.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** A {@link BenchReport} for people: as text and as a page. */
public final class BenchTables {
    private BenchTables() {}

    /** For a terminal. */
    public static String text(BenchReport report) {
        StringBuilder text = new StringBuilder(report.model()).append('\n');
        text.append(results(report));
        sentences(report).forEach(sentence -> text.append('\n').append(sentence));
        if (!report.layers().isEmpty()) {
            text.append("\n\n").append(phases(report.phases()));
            text.append("\n\n").append(layers(report.layers()));
        }
        return text.toString();
    }

    /** With bars for images per second and, if there are any, times of layers. */
    public static HtmlPage page(BenchReport report) {
        HtmlPage page = new HtmlPage("Lathe bench: " + report.model());
        page.table(results(report));
        sentences(report).forEach(page::paragraph);
        page.heading("Images per second");
        page.bars(report.results().stream()
                .map(r -> new HtmlPage.Bar(r.label() + ", batch " + r.batch(), r.imagesPerSecond()))
                .toList());
        if (!report.layers().isEmpty()) {
            page.heading("To the device and back").table(phases(report.phases()));
            page.heading("Layers").table(layers(report.layers()));
            // Bars of one run to one scale: a slow device would flatten those of a fast one.
            report.layers().stream()
                    .collect(groupingBy(l -> l.device() + ", batch " + l.batch(), LinkedHashMap::new, toList()))
                    .forEach((run, layers) -> page.heading("Milliseconds per layer: " + run)
                            .bars(layers.stream()
                                    .map(layer -> new HtmlPage.Bar(layer.node(), layer.milliseconds()))
                                    .toList()));
        }
        return page;
    }

    private static Table results(BenchReport report) {
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

    private static List<String> sentences(BenchReport report) {
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

    private static Table phases(List<Phases> phases) {
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

    private static Table layers(List<LayerResult> layers) {
        Table table = new Table("device", "batch", "layer", "op", "ms", "share", "GFLOP/s");
        for (LayerResult layer : layers) {
            table.row(
                    layer.device(),
                    layer.batch(),
                    layer.node(),
                    layer.op(),
                    Numbers.digits(layer.milliseconds()),
                    Numbers.percent(layer.share()),
                    layer.gflops() == 0 ? "-" : Numbers.digits(layer.gflops()));
        }
        return table;
    }
}
