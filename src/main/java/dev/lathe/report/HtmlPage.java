package dev.lathe.report;

import dev.lathe.file.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A page that needs no other file, in light and dark: text, tables, pictures as SVG, data to download. Also XML. */
public final class HtmlPage {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #222; --paper: #fff; --rule: #ccc }
            :root { --c0: #3b6fb6; --c1: #c2571a; --c2: #2f8f5b; --c3: #8a4fb0; --c4: #a8324a; --c5: #6b6b1f }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #ddd; --paper: #181a1d; --rule: #444 }
              :root { --c0: #7aa7e6; --c1: #ee935c; --c2: #6cc595; --c3: #c493e6; --c4: #ea7b90; --c5: #bdbd62 }
            }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
            body { margin: 2em auto; max-width: 70em; padding: 0 1em }
            table { border-collapse: collapse; margin: 1em 0 }
            th, td { padding: .25em .8em; border-bottom: 1px solid var(--rule); text-align: left }
            .n { text-align: right; font-variant-numeric: tabular-nums }
            svg { font: 13px system-ui, sans-serif; max-width: 100% }
            svg text { fill: var(--ink) }
            a { color: var(--c0) }
            .c0 { fill: var(--c0); stroke: var(--c0) } .c1 { fill: var(--c1); stroke: var(--c1) }
            .c2 { fill: var(--c2); stroke: var(--c2) } .c3 { fill: var(--c3); stroke: var(--c3) }
            .c4 { fill: var(--c4); stroke: var(--c4) } .c5 { fill: var(--c5); stroke: var(--c5) }
            .rule { stroke: var(--rule) }
            .roof { fill: none; stroke: var(--ink); stroke-width: 2 }
            .curve, .steady { fill: none }
            .curve, .steady { opacity: 0.5 }
            .steady { stroke-dasharray: 6 4 }
            """;

    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]");

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
                            + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" class=\"c0\" data-x=\"%s\"/>"
                            + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                    LABELS - 8,
                    ROW * i + 17,
                    escaped(bar.label()),
                    LABELS,
                    ROW * i + 4,
                    width,
                    ROW - 8,
                    bar.value(),
                    LABELS + width + 6,
                    ROW * i + 17,
                    Numbers.digits(bar.value())));
        }
        body.append("</svg>\n");
        return this;
    }

    HtmlPage plot(SpectrumPlot plot) {
        return picture(plot.svg());
    }

    /** An SVG element. */
    HtmlPage picture(String svg) {
        body.append("<div>").append(svg).append("</div>\n");
        return this;
    }

    /** A heading below {@link #heading}. */
    HtmlPage subheading(String text) {
        body.append("<h3>").append(escaped(text)).append("</h3>\n");
        return this;
    }

    /** What {@code content} adds, folded away under a line that opens it. */
    HtmlPage folded(String line, Consumer<HtmlPage> content) {
        body.append("<details>\n<summary>").append(escaped(line)).append("</summary>\n");
        content.accept(this);
        body.append("</details>\n");
        return this;
    }

    /** A link that saves {@code json} as {@code file}; the page itself holds the bytes. */
    HtmlPage download(String file, String json) {
        String bytes = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        body.append("<p><a download=\"").append(escaped(file));
        body.append("\" href=\"data:application/json;base64,").append(bytes).append("\">");
        body.append(escaped(file)).append("</a></p>\n");
        return this;
    }

    /** Writes the page, whole or not at all. */
    public void write(Path file) {
        WholeFile.write(file, out -> out.write(toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>" + escaped(title)
                + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
    }

    /** As text of an element or an attribute; controls, which pages must not hold, are replaced. */
    static String escaped(String text) {
        return CONTROLS.matcher(text)
                .replaceAll("\uFFFD")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
