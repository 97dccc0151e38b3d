package dev.lathe.cli;

import dev.lathe.Model;
import dev.lathe.zoo.Zoo;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lathe train}. */
@CommandLine.Command(name = "train", description = "Train a reference architecture from random weights.")
final class TrainCommand extends TrainingCommand {
    private static final double RATE = 0.01;

    @Parameters(
            paramLabel = "ARCH",
            completionCandidates = ZooCommand.Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String architecture;

    @Mixin
    private TrainingRecipe recipe;

    @Override
    public Integer call() {
        if (!Zoo.names().contains(architecture)) {
            throw usage("no network '" + architecture + "', there are " + String.join(", ", Zoo.names()));
        }
        Model model = Model.of(Zoo.graph(architecture, recipe.seed()), architecture);
        return train(recipe, recipe.options(this, model, RATE, TrainingRecipe.Goal.NEW));
    }
}
