package dev.lathe.report;

import dev.lathe.compress.search.Budget;
import dev.lathe.compress.search.Trial;
import dev.lathe.compress.search.job.SearchReport;
import java.util.ArrayList;
import java.util.List;

/** Trials by what they cost, on a logarithmic scale, and what they drop; a line joins those that no other beats. */
record FrontChart(SearchReport report) {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 380;
    private static final double LEFT = 70;
    private static final double RIGHT = 25;
    private static final double TOP = 40;
    private static final double BOTTOM = 330;
    private static final double PERCENT = 100;

    String svg() {
        List<Trial> trials = report.trials();
        Axis costs = Axis.around(
                SearchTables.unit(report),
                trials.stream().mapToDouble(Trial::cost).toArray());
        Axis drops = Axis.fromZero(
                "drop of top-1 in percent",
                trials.stream().mapToDouble(this::drop).toArray());
        Svg svg = new Svg(WIDTH, HEIGHT, "Trials");
        svg.words(LEFT, 18, "start", drops.label());
        svg.legend(WIDTH - 260, 18, 0, "trained").legend(WIDTH - 150, 18, 1, "not trained");
        for (double tick : drops.ticks()) {
            svg.rule(LEFT, y(drops, tick), WIDTH - RIGHT, y(drops, tick));
            svg.words(LEFT - 8, y(drops, tick) + 4, "end", Axis.text(tick));
        }
        for (double tick : costs.ticks()) {
            svg.rule(x(costs, tick), TOP, x(costs, tick), BOTTOM);
            svg.words(x(costs, tick), BOTTOM + 18, "middle", Axis.text(tick));
        }
        svg.words(WIDTH - RIGHT, HEIGHT - 8, "end", costs.label());
        double allowed = y(drops, PERCENT * report.maxDrop());
        svg.add(
                "<line class=\"steady c4\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                LEFT, allowed, WIDTH - RIGHT, allowed);
        front(svg, costs, drops);
        trials.forEach(trial -> point(svg, trial, x(costs, trial.cost()), y(drops, drop(trial))));
        return svg.toString();
    }

    private void front(Svg svg, Axis costs, Axis drops) {
        List<String> points = new ArrayList<>();
        for (int number : report.front()) {
            Trial trial = report.trials().get(number);
            points.add(x(costs, trial.cost()) + "," + y(drops, drop(trial)));
        }
        svg.add("<polyline class=\"curve c2\" points=\"%s\"/>%n", String.join(" ", points));
    }

    private void point(Svg svg, Trial trial, double x, double y) {
        String words = "trial " + trial.number() + ": " + Numbers.digits(trial.cost()) + ", drop "
                + Numbers.percent(drop(trial) / PERCENT);
        svg.add(
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" data-x=\"%s\"><title>%s</title></circle>%n",
                Svg.colour(trial.tuned() ? 0 : 1),
                x,
                y,
                trial.number() == report.best() ? 7 : 4,
                trial.cost(),
                HtmlPage.escaped(words));
    }

    private double drop(Trial trial) {
        Budget budget = new Budget(report.trials().getFirst().score(), report.maxDrop());
        return PERCENT * Math.max(0, budget.drop(trial.score()));
    }

    private static double x(Axis axis, double value) {
        return LEFT + (WIDTH - LEFT - RIGHT) * axis.share(value);
    }

    private static double y(Axis axis, double value) {
        return BOTTOM - (BOTTOM - TOP) * axis.share(value);
    }
}
