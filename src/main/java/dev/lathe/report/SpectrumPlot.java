package dev.lathe.report;

import dev.lathe.compress.LayerReport.Curve;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Singular values as an SVG picture to a logarithmic scale.
 *
 * @param rank how many are kept; null for all
 */
record SpectrumPlot(String title, Curve curve, @Nullable Integer rank) {
    private static final int WIDTH = 380;
    private static final int HEIGHT = 200;
    private static final int LEFT = 60;
    private static final int TOP = 28;
    private static final int PLOT_WIDTH = WIDTH - LEFT - 15;
    private static final int PLOT_HEIGHT = HEIGHT - TOP - 25;
    /** Values below this share of the largest are drawn at the bottom. */
    private static final double SMALLEST = 1e-4;

    String svg() {
        List<Double> values = curve.values();
        double top = Math.max(values.getFirst(), curve.cut());
        double bottom = Math.max(Math.min(values.getLast(), curve.cut()), top * SMALLEST);
        StringBuilder svg = new StringBuilder(format("<svg width=\"%d\" height=\"%d\" role=\"img\">%n", WIDTH, HEIGHT));
        svg.append(format("<text x=\"%d\" y=\"16\">%s</text>%n", LEFT, HtmlPage.escaped(title)));
        svg.append(format(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" class=\"rule\"/>%n",
                LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT));
        svg.append("<polyline fill=\"none\" stroke=\"#3b6fb6\" stroke-width=\"1.5\" points=\"");
        for (int i = 0; i < values.size(); i++) {
            svg.append(format("%.1f,%.1f ", x(i + 0.5), y(values.get(i), bottom, top)));
        }
        svg.append("\"/>\n");
        double cut = y(curve.cut(), bottom, top);
        svg.append(line(LEFT, cut, LEFT + PLOT_WIDTH, cut, "6 4"));
        if (rank != null) {
            svg.append(line(x(rank), TOP, x(rank), TOP + PLOT_HEIGHT, "1 3"));
        }
        svg.append(label(top, TOP + 10)).append(label(bottom, TOP + PLOT_HEIGHT));
        svg.append(format("<text x=\"%d\" y=\"%d\">1</text>%n", LEFT, HEIGHT - 8));
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>%n",
                LEFT + PLOT_WIDTH, HEIGHT - 8, values.size()));
        return svg.append("</svg>\n").toString();
    }

    private double x(double place) {
        return LEFT + PLOT_WIDTH * place / curve.values().size();
    }

    private static double y(double value, double bottom, double top) {
        double range = Math.log(top) - Math.log(bottom);
        double share = value <= bottom || !(range > 0) ? 0 : (Math.log(value) - Math.log(bottom)) / range;
        return TOP + PLOT_HEIGHT * (1 - share);
    }

    private static String line(double x1, double y1, double x2, double y2, String dashes) {
        return format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#b63b3b\" stroke-dasharray=\"%s\"/>%n",
                x1, y1, x2, y2, dashes);
    }

    private static String label(double value, int y) {
        return format("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LEFT - 6, y, Numbers.digits(value));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
