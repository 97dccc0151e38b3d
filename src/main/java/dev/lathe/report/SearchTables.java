package dev.lathe.report;

import dev.lathe.compress.search.Budget;
import dev.lathe.compress.search.Sensitivity;
import dev.lathe.compress.search.Sensitivity.Effect;
import dev.lathe.compress.search.Setting;
import dev.lathe.compress.search.Trial;
import dev.lathe.compress.search.job.SearchOptions.Goal;
import dev.lathe.compress.search.job.SearchReport;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A {@link SearchReport} for people: as text and as a page. */
public final class SearchTables {
    private SearchTables() {}

    /** For a terminal. */
    public static String text(SearchReport report) {
        return layers(report) + "\n\n" + trials(report) + "\n\n" + totals(report) + "\n" + sentence(report) + "\n"
                + report.output() + " is written";
    }

    /** With the front, and what each layer was found to lose. */
    public static HtmlPage page(SearchReport report) {
        HtmlPage page = new HtmlPage("Lathe compress: " + report.model());
        page.table(totals(report)).paragraph(sentence(report));
        page.heading("Trials").picture(new FrontChart(report).svg());
        page.table(trials(report));
        page.heading("Layers").table(layers(report));
        page.heading("What a layer loses when it is changed alone");
        page.paragraph("Divergence from the answers of the original at temperature 4, without training.");
        return page.table(effects(report));
    }

    private static String sentence(SearchReport report) {
        Trial best = report.trials().get(report.best());
        String harder = report.images().harder() ? ", as they are and changed," : "";
        return "trial " + best.number() + " of " + report.trials().size() + ": top-1 of "
                + Numbers.whole((long) report.images().validation()) + " images" + harder + " drops by "
                + Numbers.percent(report.compressed().drop()) + " where " + Numbers.percent(report.maxDrop())
                + " are allowed; " + Numbers.percent(best.score().agreement()) + " of the answers are as before; "
                + Numbers.digits(report.seconds()) + " s on " + report.device();
    }

    private static Table totals(SearchReport report) {
        Table table = new Table("", "original", "compressed", "times smaller");
        SearchReport.Totals before = report.original();
        SearchReport.Totals after = report.compressed();
        CompressTables.row(table, "weights", before.parameters(), after.parameters());
        CompressTables.row(table, "of these not zero", before.nonZero(), after.nonZero());
        CompressTables.row(table, "multiply-adds", before.macs(), after.macs());
        CompressTables.row(table, "bytes", before.bytes(), after.bytes());
        return table;
    }

    private static Table trials(SearchReport report) {
        Table table = new Table(
                "trial",
                "trained",
                unit(report),
                "bytes",
                "top-1",
                "as before",
                "changed images",
                "drop",
                "",
                "remark");
        Budget budget = new Budget(report.trials().getFirst().score(), report.maxDrop());
        Set<Integer> front = Set.copyOf(report.front());
        for (Trial trial : report.trials()) {
            Double hard = trial.score().hardTop1();
            String place = trial.number() == report.best() ? "best" : front.contains(trial.number()) ? "front" : "";
            table.row(
                    String.valueOf(trial.number()),
                    trial.tuned() ? "yes" : "no",
                    Numbers.digits(trial.cost()),
                    Numbers.whole(trial.bytes()),
                    Numbers.percent(trial.score().top1()),
                    Numbers.percent(trial.score().agreement()),
                    hard == null ? "-" : Numbers.percent(hard),
                    Numbers.percent(budget.drop(trial.score())),
                    place,
                    trial.remark());
        }
        return table;
    }

    /** What costs are in. */
    static String unit(SearchReport report) {
        return report.goal() == Goal.BYTES ? "bytes of the file" : "ms";
    }

    private static Table layers(SearchReport report) {
        Table table = new Table("layer", "low rank", "density", "bits", "weights", "not zero", "bytes");
        for (SearchReport.Layer layer : report.layers()) {
            Setting setting = layer.setting();
            table.row(
                    layer.name(),
                    setting.ratio() == 1 ? "-" : "1/" + setting.ratio(),
                    setting.density() == 1 ? "-" : Numbers.percent(setting.density()),
                    setting.bits() == Setting.EXACT ? "-" : String.valueOf(setting.bits()),
                    Numbers.whole(layer.parameters()),
                    Numbers.whole(layer.nonZero()),
                    Numbers.whole(layer.bytes()));
        }
        return table;
    }

    private static Table effects(SearchReport report) {
        Table table = new Table("layer", "low rank", "density", "bits");
        for (Sensitivity each : report.sensitivities()) {
            table.row(each.layer(), words(each.ratios()), words(each.densities()), words(each.bits()));
        }
        return table;
    }

    private static String words(List<Effect> effects) {
        return effects.stream()
                .map(effect -> Axis.text(effect.value()) + ": " + String.format(Locale.ROOT, "%.4f", effect.loss()))
                .collect(Collectors.joining(", "));
    }
}
