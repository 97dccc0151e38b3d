package dev.lathe.report;

import java.util.Locale;

/** A picture for a page, drawn from top to bottom; colours are classes of the page's style. */
final class Svg {
    /** Classes {@code c0} to {@code c5} of the page's style. */
    private static final int COLOURS = 6;

    private final StringBuilder text = new StringBuilder();

    /** @param name what readers of the page hear instead of the picture */
    Svg(double width, double height, String name) {
        add(
                "<svg viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" role=\"img\" aria-label=\"%s\">%n",
                width, height, width, height, HtmlPage.escaped(name));
    }

    /** Class of the {@code index}th series. */
    static String colour(int index) {
        return "c" + index % COLOURS;
    }

    /** An element, its text with the places of {@link String#format}, the same in every locale. */
    Svg add(String element, Object... values) {
        text.append(String.format(Locale.ROOT, element, values));
        return this;
    }

    /** @param anchor the end of {@code words} that lies at {@code x}: start, middle or end */
    Svg words(double x, double y, String anchor, String words) {
        return add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, HtmlPage.escaped(words));
    }

    /** A line of the grid, or an edge. */
    Svg rule(double x1, double y1, double x2, double y2) {
        return add("<line class=\"rule\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", x1, y1, x2, y2);
    }

    /** A coloured square and what the colour stands for. */
    Svg legend(double x, double y, int series, String words) {
        add("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"11\" height=\"11\"/>%n", colour(series), x, y - 10);
        return words(x + 16, y, "start", words);
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
