package dev.lathe.cli;

import dev.lathe.demo.DemoResult;
import dev.lathe.demo.DeviceTiming;
import dev.lathe.demo.TextRegion;
import dev.lathe.report.Numbers;
import dev.lathe.report.Table;
import java.util.List;
import java.util.Locale;

/** What {@code lathe demo} found in the picture. */
record PictureReport(String output, int degrees, List<Line> lines, List<Timing> devices) {
    /** One line of text; corners as x, y in pixels. */
    record Line(String text, int degrees, double score, List<List<Double>> corners) {}

    /** Medians over all runs. */
    record Timing(String device, double detectMs, double classifyMs, double milliseconds, double imagesPerSecond) {}

    static PictureReport of(DemoResult found) {
        return new PictureReport(
                found.output().toString(),
                found.orientation().degrees(),
                found.regions().stream().map(PictureReport::line).toList(),
                found.timings().stream().map(PictureReport::timing).toList());
    }

    private static Line line(TextRegion region) {
        List<List<Double>> corners = region.corners().corners().stream()
                .map(point -> List.of(point.x(), point.y()))
                .toList();
        return new Line(region.text(), region.orientation().degrees(), region.score(), corners);
    }

    private static Timing timing(DeviceTiming timing) {
        return new Timing(
                timing.device().id(),
                timing.detectMilliseconds(),
                timing.classifyMilliseconds(),
                timing.milliseconds(),
                timing.imagesPerSecond());
    }

    /** For a terminal. */
    String text() {
        Table table = new Table("line", "turned", "score", "text");
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            table.row(i + 1, line.degrees, String.format(Locale.ROOT, "%.2f", line.score), line.text);
        }
        Table times = new Table("device", "detect ms", "classify ms", "both ms", "pictures/s");
        for (Timing timing : devices) {
            times.row(
                    timing.device,
                    Numbers.digits(timing.detectMs),
                    Numbers.digits(timing.classifyMs),
                    Numbers.digits(timing.milliseconds),
                    Numbers.digits(timing.imagesPerSecond));
        }
        String way = degrees == 0 ? "the right way up" : "upside down";
        return table + "\nThe picture is " + way + "; it is in " + output + " with the lines marked.\n\n" + times;
    }
}
