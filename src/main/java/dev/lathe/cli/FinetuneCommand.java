package dev.lathe.cli;

import dev.lathe.Model;
import dev.lathe.error.InputException;
import dev.lathe.train.Objective;
import dev.lathe.train.gradient.TrainingForm.Normalization;
import dev.lathe.train.job.TrainingOptions;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lathe finetune}. */
@CommandLine.Command(
        name = "finetune",
        description = "Train a network further, to win back what compression cost; zeros and shared values stay.")
final class FinetuneCommand extends TrainingCommand {
    private static final double RATE = 0.005;

    @Parameters(paramLabel = "MODEL", description = "An ONNX or .lathe file.")
    private Path model;

    @Option(names = "--teacher", paramLabel = "MODEL", description = "The network that this one is to be like.")
    private @Nullable Path teacher;

    @Option(
            names = "--teacher-share",
            paramLabel = "X",
            description = "Of the teacher in the loss, in 0..1; the labels have the rest; default 0.9.")
    private double share = 0.9;

    @Option(names = "--temperature", paramLabel = "T", description = "Softens what the teacher says; default 4.")
    private double temperature = 4;

    @Option(
            names = "--hint",
            paramLabel = "VALUE=VALUE",
            split = ",",
            description = "A value inside the network that is to be like one inside the teacher.")
    private Map<String, String> hints = Map.of();

    @Option(names = "--hint-weight", paramLabel = "X", description = "Of hints in the loss; default 1.")
    private double hintWeight = 1;

    @Option(names = "--free-zeros", description = "Pruned weights may grow again.")
    private boolean freeZeros;

    @Option(names = "--free-shared", description = "Weights that share a value may differ again.")
    private boolean freeShared;

    @Option(
            names = "--freeze-normalisation",
            description = "Batch normalisation keeps its averages, and does not look at batches.")
    private boolean freeze;

    @Mixin
    private TrainingRecipe recipe;

    @Override
    public Integer call() {
        TrainingOptions.Keeping keeping = new TrainingOptions.Keeping(
                !freeZeros, !freeShared, freeze ? Normalization.FROZEN : Normalization.BATCH);
        TrainingRecipe.Goal goal = new TrainingRecipe.Goal(objective(), keeping);
        return train(recipe, recipe.options(this, Model.load(model), RATE, goal));
    }

    private Objective objective() {
        if (teacher == null) {
            if (!hints.isEmpty()) {
                throw usage("--hint wants a --teacher");
            }
            return new Objective.Labels();
        }
        try {
            Objective.Hints wanted = new Objective.Hints(hints, hintWeight);
            return new Objective.Distillation(Model.load(teacher), share, temperature, wanted);
        } catch (InputException e) {
            throw usage(e.getMessage());
        }
    }
}
