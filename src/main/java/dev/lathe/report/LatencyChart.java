package dev.lathe.report;

import dev.lathe.bench.BenchReport.Result;
import dev.lathe.bench.Latency;
import java.util.List;

/**
 * One row for each engine: a line from the shortest call to p99, a bar from p50 to p90, a mark at each.
 *
 * @param results of one batch
 */
record LatencyChart(String title, List<Result> results) {
    private static final double WIDTH = 720;
    private static final double LEFT = 190;
    private static final double RIGHT = 25;
    private static final double TOP = 30;
    private static final double ROW = 30;

    String svg() {
        Axis axis = Axis.fromZero(
                "ms", results.stream().mapToDouble(r -> r.latencyMs().p99()).toArray());
        double bottom = TOP + ROW * results.size();
        Svg svg = new Svg(WIDTH, bottom + 48, title);
        svg.words(LEFT, 19, "start", title);
        for (double tick : axis.ticks()) {
            svg.rule(x(axis, tick), TOP, x(axis, tick), bottom);
            svg.words(x(axis, tick), bottom + 19, "middle", Axis.text(tick));
        }
        svg.words(WIDTH - RIGHT, bottom + 38, "end", axis.label());
        for (int i = 0; i < results.size(); i++) {
            row(axis, svg, i);
        }
        return svg.toString();
    }

    private void row(Axis axis, Svg svg, int index) {
        Result result = results.get(index);
        Latency latency = result.latencyMs();
        double y = TOP + ROW * (index + 0.5);
        svg.words(LEFT - 10, y + 4, "end", result.label());
        svg.add(
                "<line class=\"curve %s\" x1=\"%.2f\" y1=\"%.1f\" x2=\"%.2f\" y2=\"%.1f\"/>%n",
                Svg.colour(index), x(axis, latency.min()), y, x(axis, latency.p99()), y);
        svg.add(
                "<rect class=\"%s\" x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"12\" opacity=\"0.5\"/>%n",
                Svg.colour(index), x(axis, latency.p50()), y - 6, x(axis, latency.p90()) - x(axis, latency.p50()));
        mark(axis, svg, index, "min", latency.min());
        mark(axis, svg, index, "p50", latency.p50());
        mark(axis, svg, index, "p90", latency.p90());
        mark(axis, svg, index, "p99", latency.p99());
    }

    private void mark(Axis axis, Svg svg, int index, String name, double value) {
        String words = results.get(index).label() + ", " + name + ": " + Numbers.digits(value) + " ms";
        svg.add(
                "<circle class=\"%s\" cx=\"%.2f\" cy=\"%.1f\" r=\"4\" data-x=\"%s\"><title>%s</title></circle>%n",
                Svg.colour(index), x(axis, value), TOP + ROW * (index + 0.5), value, HtmlPage.escaped(words));
    }

    private static double x(Axis axis, double value) {
        return LEFT + (WIDTH - LEFT - RIGHT) * axis.share(value);
    }
}
