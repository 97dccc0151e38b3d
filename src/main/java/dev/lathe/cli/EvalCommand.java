package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.bench.Evaluation;
import dev.lathe.bench.ImageInput;
import dev.lathe.data.Dataset;
import dev.lathe.data.DatasetSpec;
import dev.lathe.data.Preprocessing;
import dev.lathe.report.Numbers;
import dev.lathe.report.Progress;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lathe eval}. */
@CommandLine.Command(name = "eval", description = "Measure the accuracy of a classifier on labelled images.")
final class EvalCommand extends Command {
    @Parameters(paramLabel = "MODEL", description = "An ONNX or .lathe file.")
    private Path model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "SPEC",
            converter = Converters.ToDatasetSpec.class,
            description = DatasetSpec.SYNTAX + ".")
    private DatasetSpec data;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N images.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--batch", paramLabel = "N", description = "Images per run, where the model leaves it free; 16.")
    private int batch = 16;

    @Mixin
    private PreprocessingOptions preprocessing;

    @Mixin
    private DeviceOption device;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private record Result(String device, int count, double top1, double top5, double imagesPerSecond) {}

    @Override
    public Integer call() {
        if (limit < 1 || batch < 1) {
            throw usage("--limit and --batch must be at least 1");
        }
        Preprocessing wanted = preprocessing.preprocessing(this);
        Model loaded = Model.load(model);
        ImageInput input = ImageInput.of(loaded.inputs(), wanted);
        Dataset images = data.open(DatasetSpec.Split.TEST);
        int count = Math.min(limit, images.size());
        try (Engine engine = device.open(this);
                Session session = engine.session(loaded);
                Progress progress = progress()) {
            Evaluation found =
                    Evaluation.of(session, images, input, count, batch, done -> progress.show("images", done, count));
            progress.erase();
            Result result = new Result(
                    session.device().id(), found.count(), found.top1(), found.top5(), found.imagesPerSecond());
            print(json, result, text(result));
        }
        return DONE;
    }

    private static String text(Result result) {
        return result.device + ": top-1 " + Numbers.percent(result.top1) + ", top-5 " + Numbers.percent(result.top5)
                + " of " + result.count + " images, " + Numbers.digits(result.imagesPerSecond) + " images/s";
    }
}
