package dev.lathe.report;

import java.util.List;
import java.util.Locale;

/** A chart's field between two axes, below its title and a legend of one line for each series. */
record Frame(String title, Axis across, Axis up, List<String> series) {
    private static final double WIDTH = 720;
    private static final double FIELD_HEIGHT = 300;
    private static final double LEFT = 75;
    private static final double RIGHT = 25;
    private static final double BELOW = 48;
    private static final double LINE = 19;

    /** With the grid, the numbers and the legend; marks are to be added. */
    Svg draw() {
        Svg svg = new Svg(WIDTH, bottom() + BELOW, title);
        svg.words(LEFT, LINE, "start", title);
        for (int i = 0; i < series.size(); i++) {
            svg.legend(LEFT, LINE * (i + 2), i, series.get(i));
        }
        for (double tick : across.ticks()) {
            svg.rule(x(tick), top(), x(tick), bottom());
            svg.words(x(tick), bottom() + LINE, "middle", Axis.text(tick));
        }
        for (double tick : up.ticks()) {
            svg.rule(LEFT, y(tick), WIDTH - RIGHT, y(tick));
            svg.words(LEFT - 8, y(tick) + 4, "end", Axis.text(tick));
        }
        svg.words(WIDTH - RIGHT, bottom() + 2 * LINE, "end", across.label());
        return svg.words(LEFT - 8, top() - 10, "end", up.label());
    }

    double x(double value) {
        return LEFT + (WIDTH - LEFT - RIGHT) * across.share(value);
    }

    double y(double value) {
        return bottom() - FIELD_HEIGHT * up.share(value);
    }

    /** A dot that tells its figures, to readers and to those who point at it. */
    void dot(Svg svg, int series, double acrossValue, double upValue, String words) {
        svg.add(
                "<circle class=\"%s\" cx=\"%.2f\" cy=\"%.2f\" r=\"3\" data-x=\"%s\" data-y=\"%s\"><title>%s</title>"
                        + "</circle>%n",
                Svg.colour(series), x(acrossValue), y(upValue), acrossValue, upValue, HtmlPage.escaped(words));
    }

    /** @param points alternately across and up */
    void path(Svg svg, String style, double... points) {
        StringBuilder places = new StringBuilder();
        for (int i = 0; i < points.length; i += 2) {
            places.append(String.format(Locale.ROOT, "%.2f,%.2f ", x(points[i]), y(points[i + 1])));
        }
        svg.add(
                "<polyline class=\"%s\" points=\"%s\"/>%n",
                style, places.toString().strip());
    }

    private double top() {
        return LINE * (series.size() + 2) + 14;
    }

    private double bottom() {
        return top() + FIELD_HEIGHT;
    }
}
