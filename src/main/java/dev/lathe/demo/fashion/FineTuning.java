package dev.lathe.demo.fashion;

import dev.lathe.Model;
import dev.lathe.data.DatasetSpec;
import dev.lathe.train.Decay;
import dev.lathe.train.Objective;
import dev.lathe.train.Optimiser;
import dev.lathe.train.Recipe;
import dev.lathe.train.Schedule;
import dev.lathe.train.StepReport;
import dev.lathe.train.TrainingListener;
import dev.lathe.train.Update;
import dev.lathe.train.gradient.TrainingForm;
import dev.lathe.train.job.Augmenting;
import dev.lathe.train.job.TrainingOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The brief training at the end: the small network learns to do as the one that ships does. */
record FineTuning(int epochs) {
    private static final double RATE = 2e-3;
    private static final double DECAY = 1e-4;
    private static final double TEACHER_SHARE = 0.9;
    private static final double TEMPERATURE = 4;
    private static final double VALIDATION = 0.1;
    private static final int BATCH = 64;
    private static final long SEED = 1;

    /** What is trained, on which images, and where it goes. */
    TrainingOptions options(Model small, Model teacher, DatasetSpec data, Path output) {
        TrainingOptions.Images images = new TrainingOptions.Images(
                data,
                FashionFiles.PREPROCESSING,
                Integer.MAX_VALUE,
                VALIDATION,
                BATCH,
                List.of(new Augmenting(Augmenting.Kind.FLIP, 0)),
                SEED);
        Update update = new Update(new Optimiser.Adam(Decay.l2(DECAY)), new Schedule.Cosine(RATE, 0, epochs));
        return new TrainingOptions(
                small,
                output,
                images,
                new Recipe(epochs, update),
                new Objective.Distillation(teacher, TEACHER_SHARE, TEMPERATURE, Objective.Hints.NONE),
                new TrainingOptions.Keeping(true, true, TrainingForm.Normalization.BATCH),
                null,
                null,
                false);
    }

    /** The same as a user types it; what it does not say is the default. */
    String command(Path from, Path to) {
        return String.format(
                Locale.ROOT,
                "./lathe finetune %s --teacher fashion-vgg.lathe --data TRAINING --epochs %d --optimiser adam"
                        + " --rate %s --augment flip --mean 0.286 --std 0.353 -o %s",
                from.getFileName(),
                epochs,
                RATE,
                to.getFileName());
    }

    /** Tells {@code story} about steps. */
    TrainingListener listener(FashionListener story) {
        return new TrainingListener() {
            @Override
            public void step(StepReport step) {
                long done = (long) step.epoch() * step.steps() + step.step() + 1;
                story.progress("fine-tuning", done, (long) step.epochs() * step.steps());
            }
        };
    }
}
