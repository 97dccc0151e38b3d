package dev.lathe.compress.job;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.bench.Evaluation;
import dev.lathe.bench.ImageInput;
import dev.lathe.compress.Calibration;
import dev.lathe.compress.CompressionPlan;
import dev.lathe.compress.PrunePlan;
import dev.lathe.compress.Stopwatch;
import dev.lathe.data.Dataset;
import dev.lathe.data.DatasetSpec.Split;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The device and the images that a compression works with. Closed by whoever opens it. */
final class Workplace implements AutoCloseable {
    private static final int BATCH = 20;

    private final @Nullable Engine engine;
    private final @Nullable Dataset images;
    private final @Nullable ImageInput input;
    private final CompressOptions options;
    private final boolean scans;

    private Workplace(
            CompressOptions options,
            boolean scans,
            @Nullable Engine engine,
            @Nullable Dataset images,
            @Nullable ImageInput input) {
        this.options = options;
        this.scans = scans;
        this.engine = engine;
        this.images = images;
        this.input = input;
    }

    /**
     * Opens what {@code plan} needs.
     *
     * @throws InputException if it needs images and there are none
     * @throws dev.lathe.error.DeviceException if the device is not there
     */
    static Workplace open(CompressOptions options, CompressionPlan plan, Model model) {
        boolean scans = plan.prune() != null && plan.prune().choice() instanceof PrunePlan.Scanned;
        boolean dataAware = plan.lowRank() != null && plan.lowRank().dataAware();
        CompressOptions.Images wanted = options.images();
        if ((scans || dataAware) && wanted == null) {
            throw new InputException(
                    (scans ? "a sensitivity scan needs labelled" : "data-aware factors need unlabelled")
                            + " images: give a data set");
        }
        Dataset images = null;
        ImageInput input = null;
        if (wanted != null) {
            input = ImageInput.of(model.inputs(), wanted.preprocessing());
            images = wanted.data().open(Split.TRAIN);
        }
        boolean runs = images != null || options.device() != null;
        Engine engine = runs ? Engine.open(options.device() == null ? Engine.AUTO : options.device()) : null;
        return new Workplace(options, scans, engine, images, input);
    }

    /** The images for running networks on; null without. */
    @Nullable
    Calibration calibration() {
        return engine == null || images == null || input == null
                ? null
                : SessionCalibration.of(engine, images, input, limit());
    }

    /** The time on the device asked for; null without one. */
    @Nullable
    Stopwatch stopwatch() {
        return engine == null || options.device() == null ? null : new SessionStopwatch(engine);
    }

    /** Top-1 accuracy on the images; null unless sensitivity is scanned. */
    @Nullable
    ToDoubleFunction<Graph> score() {
        if (!scans || engine == null || images == null || input == null) {
            return null;
        }
        Engine device = engine;
        Dataset labelled = images;
        ImageInput port = input;
        return graph -> {
            try (Session session = device.session(Model.of(graph, graph.name()))) {
                return Evaluation.of(session, labelled, port, limit(), BATCH, _ -> {})
                        .top1();
            }
        };
    }

    private int limit() {
        return options.images() == null ? 0 : options.images().limit();
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
