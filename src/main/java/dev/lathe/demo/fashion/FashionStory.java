package dev.lathe.demo.fashion;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.backend.reference.Reference;
import dev.lathe.bench.Evaluation;
import dev.lathe.bench.ImageInput;
import dev.lathe.bench.InputShapes;
import dev.lathe.compress.Compressor;
import dev.lathe.compress.LayerReport;
import dev.lathe.compress.job.CompressJob;
import dev.lathe.compress.job.CompressOptions;
import dev.lathe.data.Dataset;
import dev.lathe.data.DatasetSpec;
import dev.lathe.file.FileSize;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.job.TrainingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A network that ships with Lathe is made smaller step by step, trained a little further, and measured; nothing is
 * fetched. Each step is one command, from file to file.
 */
public final class FashionStory {
    /** Images of a run. */
    private static final int BATCH = 50;

    private final FashionOptions options;
    private final FashionListener listener;
    private final FashionFiles files;
    private final Engine engine;
    private final Dataset test;
    private final List<Stage> stages = new ArrayList<>();

    private FashionStory(FashionOptions options, FashionListener listener, FashionFiles files, Engine engine) {
        this.options = options;
        this.listener = listener;
        this.files = files;
        this.engine = engine;
        this.test = files.test().open(DatasetSpec.Split.TEST);
    }

    /**
     * Tells the whole story and writes network and page.
     *
     * @throws dev.lathe.error.DataException if they cannot be written
     * @throws dev.lathe.error.DeviceException if a device is unknown or not available
     */
    public static FashionResult run(FashionOptions options, FashionListener listener) {
        try (FashionFiles files = FashionFiles.unpacked();
                Engine engine = Engine.open(options.devices().getFirst())) {
            return new FashionStory(options, listener, files, engine).run();
        }
    }

    private FashionResult run() {
        Model original = Model.load(files.network());
        reached("original", "", files.network(), 0);
        Path current = files.network();
        for (Step step : Step.ALL) {
            current = compressed(step, current);
        }
        tune(original, current);
        List<Speed> speeds = speeds(original, Model.load(options.network()));
        FashionResult result = new FashionResult(
                stages, speeds, options.network().toString(), options.page().toString());
        FashionPage.of(result).write(options.page());
        return result;
    }

    private Path compressed(Step step, Path from) {
        Path to = files.path(step.file());
        listener.progress(step.name(), 0, 1);
        long start = System.nanoTime();
        CompressOptions.Images images = step.looks()
                ? new CompressOptions.Images(files.training(), FashionFiles.PREPROCESSING, Step.IMAGES)
                : null;
        CompressJob.run(
                new CompressOptions(from, null, to, step.config(), Map.of(), images, null, null, false),
                listener::progress);
        reached(step.name(), step.command(from), to, start);
        return to;
    }

    private void tune(Model original, Path from) {
        long start = System.nanoTime();
        FineTuning tuning = new FineTuning(options.epochs());
        TrainingJob.run(
                engine,
                tuning.options(Model.load(from), original, files.training(), options.network()),
                tuning.listener(listener));
        reached("fine-tuned", tuning.command(from, options.network()), options.network(), start);
    }

    /** @param start of the step, as {@link System#nanoTime} told it; 0 for none */
    private void reached(String name, String command, Path file, long start) {
        double seconds = start == 0 ? 0 : (System.nanoTime() - start) / 1e9;
        Model model = Model.load(file);
        List<LayerReport.Size> sizes =
                Compressor.keep(model.graph(), Reference::evaluate, InputShapes.of(model.inputs(), 1, Map.of()))
                        .layers()
                        .stream()
                        .map(LayerReport::original)
                        .toList();
        Stage stage = new Stage(
                name,
                command,
                right(engine, model),
                images(),
                FileSize.of(file),
                sizes.stream().mapToLong(LayerReport.Size::parameters).sum(),
                sizes.stream().mapToLong(LayerReport.Size::nonZero).sum(),
                sizes.stream().mapToLong(LayerReport.Size::macs).sum(),
                seconds);
        stages.add(stage);
        listener.stage(stage);
    }

    private int images() {
        return Math.min(options.images(), test.size());
    }

    private int right(Engine device, Model model) {
        ImageInput input = ImageInput.of(model.inputs(), FashionFiles.PREPROCESSING);
        try (Session session = device.session(model)) {
            Evaluation found = Evaluation.of(
                    session, test, input, images(), BATCH, done -> listener.progress("looking", done, images()));
            return Math.toIntExact(Math.round(found.top1() * found.count()));
        }
    }

    private List<Speed> speeds(Model before, Model after) {
        Tensor images = ImageInput.of(before.inputs(), FashionFiles.PREPROCESSING)
                .tensor(IntStream.range(0, BATCH).mapToObj(test::image).toList(), BATCH);
        List<Speed> speeds = new ArrayList<>();
        for (String id : options.devices()) {
            listener.progress(
                    "measuring " + id, speeds.size(), options.devices().size());
            try (Engine device = Engine.open(id)) {
                List<Double> seconds = Turns.medians(device, List.of(before, after), images, options.seconds());
                int right = right(device, after);
                Speed speed = new Speed(
                        device.device().id(), BATCH, BATCH / seconds.getFirst(), BATCH / seconds.getLast(), right);
                speeds.add(speed);
                listener.speed(speed);
            }
        }
        return speeds;
    }
}
