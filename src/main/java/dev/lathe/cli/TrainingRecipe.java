package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.data.DatasetSpec;
import dev.lathe.error.InputException;
import dev.lathe.train.Checkpoints;
import dev.lathe.train.Decay;
import dev.lathe.train.Objective;
import dev.lathe.train.Optimiser;
import dev.lathe.train.Recipe;
import dev.lathe.train.Schedule;
import dev.lathe.train.Update;
import dev.lathe.train.gradient.TrainingForm.Normalization;
import dev.lathe.train.job.Augmenting;
import dev.lathe.train.job.Rates;
import dev.lathe.train.job.Sparsity;
import dev.lathe.train.job.TrainingOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that {@code train} and {@code finetune} share. */
final class TrainingRecipe {
    /** How weights follow gradients. */
    enum OptimiserName {
        SGD,
        NESTEROV,
        ADAM,
        ADAMW
    }

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "What to write: .onnx, or .lathe with entropy-coded weights.")
    private Path output;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "SPEC",
            converter = Converters.ToDatasetSpec.class,
            description = "Images to learn from: " + DatasetSpec.SYNTAX + ".")
    private DatasetSpec data;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N images.")
    private int limit = Integer.MAX_VALUE;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description = "Of the images: epochs are judged by them, nothing is learned from them; default 0.1.")
    private double validation = 0.1;

    @Mixin
    private PreprocessingOptions preprocessing;

    @Option(
            names = "--augment",
            paramLabel = "CHANGE",
            split = ",",
            converter = Converters.ToAugmenting.class,
            description = "Random changes of images: " + Augmenting.SYNTAX + ".")
    private List<Augmenting> augment = List.of();

    @Option(names = "--epochs", paramLabel = "N", description = "Times that all images are seen; default 10.")
    private int epochs = 10;

    @Option(names = "--batch", paramLabel = "N", description = "Images of a step; default 64.")
    private int batch = 64;

    @Option(
            names = "--rate",
            paramLabel = "X",
            description = "Learning rate at the beginning; default 0.01, of finetune 0.005, of adam and adamw a tenth.")
    private @Nullable Double rate;

    @Option(
            names = "--schedule",
            paramLabel = "RULE",
            description = "How the rate changes: " + Rates.SYNTAX + "; default cosine.")
    private String schedule = "cosine";

    @Option(names = "--warm-up", paramLabel = "EPOCHS", description = "The rate rises from a tenth first; default 0.")
    private double warmUp;

    @Option(names = "--optimiser", description = "${COMPLETION-CANDIDATES}; default sgd.")
    private OptimiserName optimiser = OptimiserName.SGD;

    @Option(names = "--momentum", paramLabel = "X", description = "Of sgd and nesterov; default 0.9.")
    private double momentum = 0.9;

    @Option(
            names = "--decay",
            paramLabel = "X",
            description = "What draws filters and matrices to zero; of adamw apart from the gradient; default 1e-4.")
    private double decay = 1e-4;

    @Option(names = "--clip", paramLabel = "X", description = "The largest norm of all gradients; default: any.")
    private double clip = Double.POSITIVE_INFINITY;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "End after so many epochs without a better one; default 0: never early.")
    private int patience;

    @Option(names = "--seed", paramLabel = "N", description = "Of everything that is random; default 1.")
    private long seed = 1;

    @Option(names = "--checkpoint", paramLabel = "FILE", description = "Keep the state of the training here.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            description = "Also write it after so many steps; default 0: after epochs only.")
    private int checkpointEvery;

    @Option(names = "--resume", description = "Go on from --checkpoint.")
    private boolean resume;

    @Mixin
    private PruningOptions pruning;

    @Mixin
    private DeviceOption device;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Engine open(Command command) {
        return device.open(command);
    }

    boolean json() {
        return json;
    }

    int batch() {
        return batch;
    }

    long seed() {
        return seed;
    }

    /** @param usualRate the learning rate of SGD where none is given */
    TrainingOptions options(Command command, Model model, double usualRate, Goal goal) {
        if (limit < 1 || batch < 1 || epochs < 1 || checkpointEvery < 0) {
            throw command.usage("--limit, --batch and --epochs must be at least 1, --checkpoint-every at least 0");
        }
        if (!(validation > 0 && validation < 1)) {
            throw command.usage("--validation must be above 0 and below 1, got " + validation);
        }
        if (resume && checkpoint == null) {
            throw command.usage("--resume goes on from a file: name it with --checkpoint");
        }
        TrainingOptions.Images images = new TrainingOptions.Images(
                data, preprocessing.preprocessing(command), limit, validation, batch, augment, seed);
        Checkpoints checkpoints = checkpoint == null ? null : new Checkpoints(checkpoint, checkpointEvery);
        return new TrainingOptions(
                model,
                output,
                images,
                recipe(command, usualRate),
                goal.objective,
                goal.keeping,
                sparsity(command),
                checkpoints,
                resume);
    }

    private @Nullable Sparsity sparsity(Command command) {
        try {
            return pruning.sparsity(command, epochs);
        } catch (IllegalArgumentException | InputException e) {
            throw command.usage(e.getMessage());
        }
    }

    /** What a training is for, and what it leaves alone. */
    record Goal(Objective objective, TrainingOptions.Keeping keeping) {
        static final Goal NEW =
                new Goal(new Objective.Labels(), new TrainingOptions.Keeping(false, false, Normalization.BATCH));
    }

    private Recipe recipe(Command command, double usualRate) {
        try {
            Update update = new Update(optimiser(), schedule(usualRate), clip);
            return new Recipe(epochs, update, Recipe.USUAL_STATISTICS, patience, null);
        } catch (IllegalArgumentException | InputException e) {
            throw command.usage(e.getMessage());
        }
    }

    private Optimiser optimiser() {
        return switch (optimiser) {
            case SGD -> new Optimiser.Sgd(momentum, false, Decay.l2(decay));
            case NESTEROV -> new Optimiser.Sgd(momentum, true, Decay.l2(decay));
            case ADAM -> new Optimiser.Adam(Decay.l2(decay));
            case ADAMW -> new Optimiser.Adam(Decay.decoupled(decay));
        };
    }

    private Schedule schedule(double usualRate) {
        double usual = optimiser == OptimiserName.ADAM || optimiser == OptimiserName.ADAMW ? usualRate / 10 : usualRate;
        Schedule then = Rates.parse(schedule, rate == null ? usual : rate, epochs - warmUp);
        return warmUp == 0 ? then : new Schedule.WarmUp(warmUp, 0.1, then);
    }
}
