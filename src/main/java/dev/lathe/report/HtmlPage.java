package dev.lathe.report;

import dev.lathe.file.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A page that needs no other file: text, tables, and bars drawn as SVG. */
public final class HtmlPage {
    private static final String STYLE =
            """
            body { font: 15px/1.5 system-ui, sans-serif; color: #222 }
            body { margin: 2em auto; max-width: 70em; padding: 0 1em }
            table { border-collapse: collapse; margin: 1em 0 }
            th, td { padding: .25em .8em; border-bottom: 1px solid #ddd; text-align: left }
            .n { text-align: right; font-variant-numeric: tabular-nums }
            svg { font: 13px system-ui, sans-serif }
            """;

    private static final int ROW = 26;
    private static final int LABELS = 260;
    private static final int BARS = 480;
    private static final int PAGE = LABELS + BARS + 120;

    private final String title;
    private final StringBuilder body = new StringBuilder();

    public HtmlPage(String title) {
        this.title = title;
        body.append("<h1>").append(escaped(title)).append("</h1>\n");
    }

    /** One bar; its length is {@code value}, not negative. */
    public record Bar(String label, double value) {}

    public HtmlPage heading(String text) {
        body.append("<h2>").append(escaped(text)).append("</h2>\n");
        return this;
    }

    public HtmlPage paragraph(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    public HtmlPage table(Table table) {
        body.append("<table>\n<tr>");
        row(table, table.header(), "th");
        table.rows().forEach(row -> {
            body.append("</tr>\n<tr>");
            row(table, row, "td");
        });
        body.append("</tr>\n</table>\n");
        return this;
    }

    private void row(Table table, List<String> cells, String tag) {
        for (int c = 0; c < cells.size(); c++) {
            body.append('<').append(tag).append(table.isNumeric(c) ? " class=\"n\">" : ">");
            body.append(escaped(cells.get(c))).append("</").append(tag).append('>');
        }
    }

    /** Bars to one scale, the longest as wide as there is room. */
    public HtmlPage bars(List<Bar> bars) {
        double longest = bars.stream().mapToDouble(Bar::value).max().orElse(0);
        body.append(
                String.format(Locale.ROOT, "<svg width=\"%d\" height=\"%d\" role=\"img\">%n", PAGE, ROW * bars.size()));
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double width = longest > 0 ? BARS * bar.value() / longest : 0;
            body.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                            + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#3b6fb6\"/>"
                            + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                    LABELS - 8,
                    ROW * i + 17,
                    escaped(bar.label()),
                    LABELS,
                    ROW * i + 4,
                    width,
                    ROW - 8,
                    LABELS + width + 6,
                    ROW * i + 17,
                    Numbers.digits(bar.value())));
        }
        body.append("</svg>\n");
        return this;
    }

    HtmlPage plot(SpectrumPlot plot) {
        body.append(plot.svg());
        return this;
    }

    /** Writes the page, whole or not at all. */
    public void write(Path file) {
        WholeFile.write(file, out -> out.write(toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + escaped(title)
                + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
