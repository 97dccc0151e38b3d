package dev.lathe.cli;

import dev.lathe.train.DensitySchedule;
import dev.lathe.train.job.Sparsity;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Pruning on the way through a training. */
final class PruningOptions {
    @Option(
            names = "--prune",
            paramLabel = "RULE",
            description = "Weights to zero on the way: " + Sparsity.RULES + " of filters and matrices.")
    private @Nullable String prune;

    @Option(
            names = "--prune-layers",
            paramLabel = "PATTERN=SHARE",
            split = ",",
            description = "Densities of single layers: names with * and ?, op:Conv, or /expression/.")
    private Map<String, Double> layers = Map.of();

    @Option(
            names = "--prune-schedule",
            paramLabel = "RULE",
            description = "How the density falls: " + Sparsity.SCHEDULES + "; default cubic.")
    private @Nullable String schedule;

    @Option(names = "--prune-from", paramLabel = "EPOCH", description = "Pruning begins; default 0.")
    private double from;

    @Option(
            names = "--prune-until",
            paramLabel = "EPOCH",
            description = "The density is reached, and epochs begin to count; default: half of them.")
    private @Nullable Double until;

    @Option(
            names = "--regrow",
            paramLabel = "SHARE",
            description = "Of the kept weights, exchanged at first for those of the largest gradients; default 0.")
    private double regrow;

    /** Null if nothing is to be pruned. */
    @Nullable
    Sparsity sparsity(Command command, int epochs) {
        if (prune == null) {
            if (!layers.isEmpty() || schedule != null || from != 0 || until != null || regrow != 0) {
                throw command.usage("--regrow and the options that begin with --prune- want --prune");
            }
            return null;
        }
        double end = until == null ? Math.max(from, epochs / 2) : until;
        DensitySchedule falling = Sparsity.schedule(schedule == null ? "cubic" : schedule, from, end);
        return new Sparsity(prune, layers, falling, regrow);
    }
}
