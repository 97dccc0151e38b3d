package dev.lathe.report;

import dev.lathe.compress.LayerReport;
import dev.lathe.compress.LayerReport.RankReport;
import dev.lathe.compress.LayerReport.SpectraReport;
import dev.lathe.compress.job.CompressReport;
import dev.lathe.compress.job.CompressReport.Layer;
import dev.lathe.container.Storage.StoredTensor;
import dev.lathe.report.HtmlPage.Bar;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link CompressReport} for people: as text and as a page. */
public final class CompressTables {
    private CompressTables() {}

    /** For a terminal. */
    public static String text(CompressReport report) {
        StringBuilder text = new StringBuilder();
        text.append(layers(report)).append("\n\n").append(totals(report));
        report.remarks().forEach(remark -> text.append('\n').append(remark));
        if (report.output() != null) {
            text.append('\n').append(report.output()).append(" is written");
        }
        return text.toString();
    }

    /** With bars for what each layer costs and loses, and the spectra that ranks were chosen by. */
    public static HtmlPage page(CompressReport report) {
        HtmlPage page = new HtmlPage("Lathe compress: " + report.model());
        page.table(totals(report));
        report.remarks().forEach(page::paragraph);
        page.heading("Layers").table(layers(report)).table(reasons(report));
        bars(page, "Output ranks", report, l -> l.report().ranks() != null, CompressTables::outputRank);
        bars(
                page,
                "Weights that are not zero, percent",
                report,
                _ -> true,
                l -> 100 * l.report().density());
        bars(page, "Bits of a stored entry, index included", report, l -> bits(l) > 0, CompressTables::bits);
        bars(page, "Bytes in the file", report, _ -> true, Layer::bytes);
        bars(
                page,
                "Relative error of weights by factors",
                report,
                has(LayerReport::weightError),
                of(LayerReport::weightError));
        bars(
                page,
                "Relative error of outputs by factors",
                report,
                has(LayerReport::outputError),
                of(LayerReport::outputError));
        bars(
                page,
                "Relative error by pruning and sharing",
                report,
                has(LayerReport::valueError),
                of(LayerReport::valueError));
        List<Layer> curves = report.layers().stream()
                .filter(l -> l.report().spectra() != null)
                .toList();
        if (!curves.isEmpty()) {
            page.heading("Singular values");
            page.paragraph("Of the first group of each layer, to a logarithmic scale. Those above the dashed line are"
                    + " signal by VBMF; the dotted line is the rank that was chosen.");
            curves.forEach(layer -> spectra(page, layer.report()));
        }
        return page;
    }

    private static Table totals(CompressReport report) {
        Table table = new Table("", "original", "compressed", "times smaller");
        CompressReport.Totals before = report.original();
        CompressReport.Totals after = report.compressed();
        row(table, "weights", before.parameters(), after.parameters());
        row(table, "of these not zero", before.nonZero(), after.nonZero());
        row(table, "multiply-adds", before.macs(), after.macs());
        if (report.output() != null) {
            row(table, "bytes", before.bytes(), after.bytes());
        }
        return table;
    }

    /** A figure of the original, the same of what it became, and how many times smaller it is. */
    static void row(Table table, String what, long before, long after) {
        String ratio = after == 0 ? "-" : String.format(Locale.ROOT, "%.2f", (double) before / after);
        table.row(what, Numbers.whole(before), Numbers.whole(after), ratio);
    }

    private static Table layers(CompressReport report) {
        Table table = new Table(
                "layer",
                "action",
                "ranks",
                "weights",
                "now",
                "multiply-adds",
                "now",
                "density",
                "bits",
                "bytes",
                "weight error",
                "output error",
                "value error",
                "ms",
                "now");
        for (Layer layer : report.layers()) {
            LayerReport each = layer.report();
            table.row(
                    each.name(),
                    each.action(),
                    ranks(each.ranks()),
                    Numbers.whole(each.original().parameters()),
                    Numbers.whole(each.compressed().parameters()),
                    Numbers.whole(each.original().macs()),
                    Numbers.whole(each.compressed().macs()),
                    Numbers.percent(each.density()),
                    bits(layer) == 0 ? "-" : Numbers.digits(bits(layer)),
                    Numbers.whole(layer.bytes()),
                    error(each.weightError()),
                    error(each.outputError()),
                    error(each.valueError()),
                    each.milliseconds() == null
                            ? "-"
                            : Numbers.digits(each.milliseconds().before()),
                    each.milliseconds() == null
                            ? "-"
                            : Numbers.digits(each.milliseconds().after()));
        }
        return table;
    }

    private static Table reasons(CompressReport report) {
        Table table = new Table("layer", "action", "why");
        report.layers()
                .forEach(layer -> table.row(
                        layer.report().name(),
                        layer.report().action(),
                        layer.report().reason()));
        return table;
    }

    /** {@code 25, 59 x2}: R3, R4 and the number of groups. */
    private static String ranks(@Nullable RankReport ranks) {
        if (ranks == null) {
            return "-";
        }
        String pair = Stream.of(ranks.inputs(), ranks.outputs())
                .map(rank -> rank == null ? "full" : rank.toString())
                .collect(Collectors.joining(", "));
        return ranks.groups() > 1 ? pair + " x" + ranks.groups() : pair;
    }

    private static String error(@Nullable Double error) {
        return error == null ? "-" : String.format(Locale.ROOT, "%.4f", error);
    }

    private static double outputRank(Layer layer) {
        RankReport ranks = layer.report().ranks();
        Integer rank = ranks == null ? null : ranks.outputs() == null ? ranks.inputs() : ranks.outputs();
        return rank == null ? 0 : rank;
    }

    /** Of codes and gaps, for each entry; 0 where the file is not coded. */
    private static double bits(Layer layer) {
        long entries = layer.storage().stream().mapToLong(StoredTensor::entries).sum();
        long bytes = layer.storage().stream()
                .mapToLong(tensor -> tensor.bytes().codes() + tensor.bytes().gaps())
                .sum();
        return entries == 0 ? 0 : 8.0 * bytes / entries;
    }

    private static Predicate<Layer> has(Function<LayerReport, @Nullable Double> error) {
        return layer -> error.apply(layer.report()) != null;
    }

    private static ToDoubleFunction<Layer> of(Function<LayerReport, @Nullable Double> error) {
        return layer -> {
            Double value = error.apply(layer.report());
            return value == null ? 0 : value;
        };
    }

    private static void bars(
            HtmlPage page, String title, CompressReport report, Predicate<Layer> shown, ToDoubleFunction<Layer> value) {
        List<Bar> bars = report.layers().stream()
                .filter(shown)
                .map(layer -> new Bar(layer.report().name(), value.applyAsDouble(layer)))
                .toList();
        if (!bars.isEmpty()) {
            page.heading(title).bars(bars);
        }
    }

    private static void spectra(HtmlPage page, LayerReport layer) {
        SpectraReport spectra = layer.spectra();
        if (spectra == null) {
            return;
        }
        RankReport ranks = layer.ranks();
        if (spectra.inputs() != null) {
            Integer rank = ranks == null ? null : ranks.inputs();
            page.plot(new SpectrumPlot(layer.name() + ", inputs", spectra.inputs(), rank));
        }
        page.plot(new SpectrumPlot(
                layer.name() + ", outputs", spectra.outputs(), ranks == null ? null : ranks.outputs()));
    }
}
