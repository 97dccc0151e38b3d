package dev.lathe.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.lathe.bench.BenchReport;
import dev.lathe.bench.BenchReport.LayerResult;
import dev.lathe.bench.BenchReport.Result;
import dev.lathe.bench.Ceilings;
import dev.lathe.bench.Machine;
import dev.lathe.bench.SuiteReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Engines side by side as a page: charts, tables, the machine, and all figures to download. */
public final class BenchPage {
    private final HtmlPage page;

    private BenchPage(String title) {
        page = new HtmlPage(title);
    }

    /** Of one model. */
    public static HtmlPage of(BenchReport report) {
        BenchPage bench = new BenchPage("Lathe bench: " + report.model());
        bench.model(report);
        bench.machine(report.machine());
        return bench.data(report);
    }

    /** Of several networks. */
    public static HtmlPage of(SuiteReport report) {
        BenchPage suite = new BenchPage("Lathe bench: the suite");
        suite.page.heading("All networks").table(SuiteTables.results(report));
        SuiteTables.sentences(report).forEach(suite.page::paragraph);
        suite.ratios(report);
        report.networks().forEach(suite::model);
        suite.machine(report.networks().getFirst().machine());
        return suite.data(report);
    }

    private void ratios(SuiteReport report) {
        Map<String, List<HtmlPage.Bar>> bars = new LinkedHashMap<>();
        for (BenchReport network : report.networks()) {
            network.ratios().forEach(ratio -> bars.computeIfAbsent(
                            ratio.engine() + " by " + ratio.against() + ", batch " + ratio.batch(),
                            _ -> new ArrayList<>())
                    .add(new HtmlPage.Bar(network.model(), ratio.factor())));
        }
        bars.forEach((pair, ratios) ->
                page.subheading("Ratio of images per second: " + pair).bars(ratios));
    }

    private void model(BenchReport report) {
        page.heading(report.model()).table(BenchTables.results(report));
        BenchTables.sentences(report).forEach(page::paragraph);
        page.subheading("Images per second");
        page.bars(report.results().stream()
                .map(r -> new HtmlPage.Bar(r.label() + ", batch " + r.batch(), r.imagesPerSecond()))
                .toList());
        Map<Integer, List<Result>> batches = by(report.results(), Result::batch);
        page.subheading("Latency");
        page.paragraph("A line from the shortest call to the 99th percentile, a bar from the median to the 90th.");
        batches.forEach((batch, results) -> page.picture(new LatencyChart("batch " + batch, results).svg()));
        page.subheading("Warm-up");
        batches.forEach((batch, results) -> page.picture(new WarmUpChart("batch " + batch, results).svg()));
        page.table(BenchTables.starts(report)).paragraph(BenchTables.explanation(report));
        if (!report.layers().isEmpty()) {
            layers(report);
        }
    }

    private void layers(BenchReport report) {
        Map<String, List<LayerResult>> runs = by(report.layers(), l -> l.device() + ", batch " + l.batch());
        page.subheading("Roofline").paragraph(roof(report.ceilings()));
        runs.forEach((run, layers) -> {
            if (layers.stream().anyMatch(RooflineChart::shows)) {
                Ceilings ceilings = isHost(layers.getFirst().device()) ? report.ceilings() : null;
                page.picture(new RooflineChart(run, layers, ceilings).svg());
            }
        });
        page.subheading("Layers");
        // Bars of one run to one scale: a slow device would flatten those of a fast one.
        runs.forEach((run, layers) -> page.folded(
                "Milliseconds per layer: " + run,
                inside -> inside.bars(layers.stream()
                        .map(layer -> new HtmlPage.Bar(layer.node(), layer.milliseconds()))
                        .toList())));
        page.folded("Figures", inside -> inside.table(BenchTables.layers(report.layers())));
        page.subheading("To the device and back").table(BenchTables.phases(report.phases()));
    }

    /** Whether the ceilings, measured on the processor that runs Java, are those of {@code device}. */
    private static boolean isHost(String device) {
        return device.equals("cpu") || device.equals("reference");
    }

    private static String roof(@Nullable Ceilings ceilings) {
        String axes = "Each dot is a layer with multiply-adds: two operations for each multiply-add of the plain"
                + " definition, so a method that needs fewer can exceed the roof; bytes are those of operands and"
                + " results, each moved once as 32-bit floats. ";
        return ceilings == null
                ? axes + "Ceilings were not measured."
                : axes
                        + String.format(
                                Locale.ROOT,
                                "The roof is what two plain loops reached on the processor with %d threads after the"
                                        + " measurement: %s GFLOP/s of multiply-adds in the nearest cache, %s GB/s of"
                                        + " reading and writing 192 MiB. They are no data sheet: better code or a"
                                        + " quieter machine may exceed them. Devices other than the processor have no"
                                        + " roof here.",
                                ceilings.threads(),
                                Numbers.digits(ceilings.gflops()),
                                Numbers.digits(ceilings.gigabytesPerSecond()));
    }

    private void machine(Machine machine) {
        page.heading("Machine");
        page.table(new Table("", "")
                .row("processor", machine.processor())
                .row("cores", machine.cores())
                .row("load average", machine.load() < 0 ? "not told" : Numbers.digits(machine.load()))
                .row("system", machine.system())
                .row("JVM", machine.jvm())
                .row("flags", String.join(" ", machine.jvmFlags()))
                .row("heap", machine.heapBytes() / (1 << 20) + " MiB")
                .row("Lathe", machine.lathe())
                .row("date", machine.time()));
    }

    private HtmlPage data(Object report) {
        page.heading("Raw data").paragraph("Every figure of this page, as bench --json prints them.");
        return page.download("lathe-bench.json", Json.text(report));
    }

    private static <T, K> Map<K, List<T>> by(List<T> values, Function<T, K> key) {
        return values.stream().collect(groupingBy(key, LinkedHashMap::new, toList()));
    }
}
