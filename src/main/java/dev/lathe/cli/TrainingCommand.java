package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.report.Numbers;
import dev.lathe.report.TrainingProgress;
import dev.lathe.train.TrainingListener;
import dev.lathe.train.job.TrainingJob;
import dev.lathe.train.job.TrainingOptions;
import dev.lathe.train.job.TrainingReport;

/** What commands that train do alike. */
abstract class TrainingCommand extends Command {
    int train(TrainingRecipe recipe, TrainingOptions options) {
        try (Engine engine = recipe.open(this)) {
            TrainingReport report = run(engine, recipe, options);
            print(recipe.json(), report, text(report));
        }
        return DONE;
    }

    /** Epochs are told on standard error, with {@code --json} only where somebody watches. */
    private TrainingReport run(Engine engine, TrainingRecipe recipe, TrainingOptions options) {
        if (recipe.json() && !isTerminal()) {
            return TrainingJob.run(engine, options, TrainingListener.SILENT);
        }
        try (TrainingProgress progress = new TrainingProgress(err(), progress(), recipe.batch(), System::nanoTime)) {
            return TrainingJob.run(engine, options, progress);
        }
    }

    private static String text(TrainingReport report) {
        TrainingReport.Epoch best = report.epochs().get(report.best());
        return report.device() + ": epoch " + (report.best() + 1) + " of "
                + report.epochs().size() + " is the best, validation " + Numbers.digits(best.loss()) + ", top-1 "
                + Numbers.percent(best.top1()) + "; before the training "
                + Numbers.digits(report.before().loss()) + ", "
                + Numbers.percent(report.before().top1()) + "; " + Numbers.digits(report.seconds()) + " s; "
                + report.output();
    }
}
