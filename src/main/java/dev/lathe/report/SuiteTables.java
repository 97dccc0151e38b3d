package dev.lathe.report;

import dev.lathe.bench.BenchReport;
import dev.lathe.bench.BenchReport.Result;
import dev.lathe.bench.SuiteReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A {@link SuiteReport} as a table and sentences. */
public final class SuiteTables {
    private SuiteTables() {}

    /** For a terminal. */
    public static String text(SuiteReport report) {
        StringBuilder text = new StringBuilder().append(results(report)).append('\n');
        sentences(report).forEach(sentence -> text.append('\n').append(sentence));
        return text.append('\n')
                .append(BenchTables.explanation(report.networks().getFirst()))
                .toString();
    }

    /** A row for each network, batch and engine; its ratio to the last engine of that batch. */
    static Table results(SuiteReport report) {
        Table table = new Table(
                "network",
                "batch",
                "engine",
                "threads",
                "images/s",
                "p50 ms",
                "p99 ms",
                "ratio",
                "difference",
                "first result ms",
                "steady ms");
        for (BenchReport network : report.networks()) {
            for (Result r : network.results()) {
                Double steady = r.warmUp().steadyMs();
                table.row(
                        network.model(),
                        r.batch(),
                        r.label(),
                        r.threads(),
                        Numbers.digits(r.imagesPerSecond()),
                        Numbers.digits(r.latencyMs().p50()),
                        Numbers.digits(r.latencyMs().p99()),
                        ratio(network, r),
                        difference(network, r),
                        Numbers.digits(r.warmUp().firstResultMs()),
                        steady == null ? "-" : Numbers.digits(steady));
            }
        }
        return table;
    }

    private static String ratio(BenchReport network, Result result) {
        return network.ratios().stream()
                .filter(ratio ->
                        ratio.batch() == result.batch() && ratio.engine().equals(result.label()))
                .findFirst()
                .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio.factor()))
                .orElse("-");
    }

    private static String difference(BenchReport network, Result result) {
        return network.checks().stream()
                .filter(check ->
                        check.batch() == result.batch() && check.engine().equals(result.label()))
                .findFirst()
                .map(check -> String.format(Locale.ROOT, "%.1e", check.error()))
                .orElse("-");
    }

    static List<String> sentences(SuiteReport report) {
        Stream<String> means = report.means().stream()
                .map(mean -> String.format(
                        Locale.ROOT,
                        "batch %d: %s runs at %.2f times the speed of %s, geometric mean over %d networks",
                        mean.batch(),
                        mean.engine(),
                        mean.factor(),
                        mean.against(),
                        mean.networks()));
        Stream<String> faults = report.networks().stream().flatMap(network -> network.checks().stream()
                .filter(check -> !check.passed())
                .map(check -> String.format(
                        Locale.ROOT,
                        "%s, batch %d: %s DISAGREES with %s, largest difference %.1e of the largest value",
                        network.model(),
                        check.batch(),
                        check.engine(),
                        check.against(),
                        check.error())));
        return Stream.concat(means, faults).toList();
    }
}
