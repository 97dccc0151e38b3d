package dev.lathe.bench.convolution;

import dev.lathe.bench.convolution.Report.Figure;
import dev.lathe.bench.convolution.Report.Row;
import dev.lathe.bench.convolution.Report.Summary;
import dev.lathe.report.Numbers;
import dev.lathe.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link Report} for people. */
final class ReportText {
    private final Report report;
    private final List<String> engines;
    private final List<Summary> summaries;

    private ReportText(Report report) {
        this.report = report;
        this.engines =
                report.rows().getFirst().figures().stream().map(Figure::engine).toList();
        this.summaries = report.summaries();
    }

    static String of(Report report) {
        ReportText text = new ReportText(report);
        List<String> parts = new ArrayList<>();
        parts.add(report.device() + ", " + report.threads() + " threads of the CPU, load average "
                + Numbers.digits(report.load()));
        parts.add("Computing alone, GFLOP/s:\n" + text.compute());
        parts.add(
                "Whole calls, ms, and the largest error of any engine as a share of what is allowed:\n" + text.whole());
        parts.add(String.join("\n", text.sentences()));
        return String.join("\n\n", parts);
    }

    private Table compute() {
        List<String> header = new ArrayList<>(List.of("problem", "MFLOP"));
        header.addAll(engines);
        summaries.forEach(summary -> header.add(summary.engine() + "/" + summary.against()));
        header.add("runs of each");
        Table table = new Table(header.toArray(String[]::new));
        for (Row row : report.rows()) {
            List<Object> cells = new ArrayList<>(List.of(row.problem(), Numbers.digits(row.flops() / 1e6)));
            row.figures().forEach(figure -> cells.add(Numbers.digits(figure.gflops())));
            for (Summary summary : summaries) {
                double own = row.figure(summary.engine()).gflops();
                cells.add(ratio(own / row.figure(summary.against()).gflops()));
            }
            cells.add(row.figures().stream().map(ReportText::runs).collect(Collectors.joining(", ")));
            table.row(cells.toArray());
        }
        return table;
    }

    private Table whole() {
        List<String> header = new ArrayList<>(List.of("problem"));
        header.addAll(engines);
        summaries.forEach(summary -> header.add(summary.engine() + "/" + summary.against()));
        header.add("error");
        Table table = new Table(header.toArray(String[]::new));
        for (Row row : report.rows()) {
            List<Object> cells = new ArrayList<>(List.of(row.problem()));
            row.figures()
                    .forEach(figure -> cells.add(Numbers.digits(figure.wholeMs().p50())));
            for (Summary summary : summaries) {
                double own = row.figure(summary.engine()).wholeMs().p50();
                cells.add(ratio(row.figure(summary.against()).wholeMs().p50() / own));
            }
            double worst =
                    row.figures().stream().mapToDouble(Figure::error).max().orElseThrow();
            cells.add(Numbers.digits(worst));
            table.row(cells.toArray());
        }
        return table;
    }

    private static String runs(Figure figure) {
        return figure.runs() + (figure.single() ? "*" : "");
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (Summary summary : summaries) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "%s computes at %.2f times the speed of %s (whole calls %.2f times), geometric means; at worst"
                            + " %.2f times, %s",
                    summary.engine(),
                    summary.compute(),
                    summary.against(),
                    summary.whole(),
                    summary.worst(),
                    summary.worstProblem()));
        }
        if (report.rows().stream().flatMap(row -> row.figures().stream()).anyMatch(Figure::single)) {
            sentences.add("* a first run, without warming up: it was too long for a second");
        }
        for (Row row : report.rows()) {
            for (Figure figure : row.figures()) {
                if (!figure.passed()) {
                    sentences.add(String.format(
                            Locale.ROOT,
                            "%s is WRONG at %s: its error is %.3g times what is allowed",
                            figure.engine(),
                            row.problem(),
                            figure.error()));
                }
            }
        }
        sentences.add(report.passed() ? "all results are right" : "results differ");
        return sentences;
    }
}
