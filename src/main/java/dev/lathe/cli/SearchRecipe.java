package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.EngineOptions;
import dev.lathe.compress.Selection;
import dev.lathe.compress.search.job.SearchOptions;
import dev.lathe.compress.search.job.SearchOptions.Goal;
import dev.lathe.container.Coder;
import dev.lathe.data.DatasetSpec;
import dev.lathe.data.Preprocessing;
import dev.lathe.tensor.Shape;
import dev.lathe.train.job.Augmenting;
import dev.lathe.train.job.TrainingOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of {@code compress} that only a search has: a group, so that none is taken without {@code --max-drop}.
 */
final class SearchRecipe {
    @Option(
            names = "--max-drop",
            required = true,
            paramLabel = "X",
            description = "Find ranks, densities and bits that make the file small and cost at most this much of top-1,"
                    + " such as 0.01, on the images of --data that are kept for validation.")
    private double maxDrop;

    @Option(names = "--goal", paramLabel = "GOAL", description = "Of the search: bytes (default) or latency.")
    private Goal goal = Goal.BYTES;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description = "Of the images: the search judges by them, nothing is learned from them; default 0.2.")
    private double validation = 0.2;

    @Option(
            names = "--harder",
            paramLabel = "CHANGE",
            split = ",",
            converter = Converters.ToAugmenting.class,
            description = "Judge also by images so changed: where the network knows its images by heart, new ones are"
                    + " harder. As --augment.")
    private List<Augmenting> harder = List.of();

    @Option(
            names = "--augment",
            paramLabel = "CHANGE",
            split = ",",
            converter = Converters.ToAugmenting.class,
            description = "Random changes of images in training: " + Augmenting.SYNTAX + ".")
    private List<Augmenting> augment = List.of();

    @Option(names = "--trials", paramLabel = "N", description = "Networks to train, at most; default 6.")
    private int trials = 6;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Of each with pruned weights, and half as many with shared ones; default 2, 0: no training.")
    private int epochs = 2;

    @Option(names = "--rate", paramLabel = "X", description = "Learning rate at the beginning; default 0.001.")
    private double rate = 0.001;

    @Option(names = "--batch", paramLabel = "N", description = "Images of a step; default 64.")
    private int batch = 64;

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description = "Keep trials here, also for later searches; default: beside the output, until it is done.")
    private @Nullable Path work;

    @Option(names = "--seed", paramLabel = "N", description = "Of what is random in a search; default 1.")
    private long seed = 1;

    @Option(names = "--threads", paramLabel = "N", description = "Host threads of a search; default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    /** The caller closes it. */
    Engine open(Command command, @Nullable String device) {
        if (threads < 1) {
            throw command.usage("--threads must be at least 1, got " + threads);
        }
        return Engine.open(device == null ? Engine.AUTO : device, EngineOptions.DEFAULT.withThreads(threads));
    }

    /** What is searched, and where it goes. */
    record Files(Path model, Path output) {}

    /** Where images come from. */
    record Source(DatasetSpec data, Preprocessing preprocessing, int limit) {}

    /** What of the network, and of the file. */
    record Scope(Coder coder, Selection selection, Map<String, Shape> shapes) {}

    SearchOptions options(Command command, Files files, Source source, Scope scope) {
        if (!(maxDrop >= 0 && maxDrop <= 1)) {
            throw command.usage("--max-drop is a share of all images, 0 to 1, got " + maxDrop);
        }
        if (!(validation > 0 && validation < 1)) {
            throw command.usage("--validation must be above 0 and below 1, got " + validation);
        }
        if (trials < 0 || epochs < 0 || batch < 1 || !(rate > 0)) {
            throw command.usage("--trials and --epochs must be at least 0, --batch at least 1, --rate above 0");
        }
        TrainingOptions.Images images = new TrainingOptions.Images(
                source.data, source.preprocessing, source.limit, validation, batch, augment, seed);
        return new SearchOptions(
                files.model,
                files.output,
                maxDrop,
                trials,
                work,
                new SearchOptions.Terms(
                        goal, images, harder, epochs, rate, scope.coder, scope.selection, scope.shapes));
    }
}
