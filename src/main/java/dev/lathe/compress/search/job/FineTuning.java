package dev.lathe.compress.search.job;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.compress.prune.Masks;
import dev.lathe.graph.Graph;
import dev.lathe.tensor.Shape;
import dev.lathe.train.Batches;
import dev.lathe.train.Constraints;
import dev.lathe.train.Decay;
import dev.lathe.train.GraphStep;
import dev.lathe.train.Network;
import dev.lathe.train.Objective;
import dev.lathe.train.Optimiser;
import dev.lathe.train.Parameters;
import dev.lathe.train.Recipe;
import dev.lathe.train.Schedule;
import dev.lathe.train.StepReport;
import dev.lathe.train.Trained;
import dev.lathe.train.Trainer;
import dev.lathe.train.TrainingListener;
import dev.lathe.train.Update;
import dev.lathe.train.gradient.TrainingForm.Normalization;
import java.util.function.BiConsumer;

/**
 * Teaches small networks to answer as the original does: zeros stay zero, shared values go on being shared.
 *
 * @param original the teacher
 * @param image the shape of one, [c, h, w]
 * @param training images to learn from
 * @param watched a few images, on which every epoch is looked at but not judged
 */
record FineTuning(Engine engine, Model original, Shape image, Batches training, Batches watched) {
    /** Those of {@code finetune}: most of what is learned comes from the teacher, whose classes are softened. */
    private static final double SHARE = 0.9;

    private static final double TEMPERATURE = 4;
    private static final double CLIP = 5;
    private static final double WARM_UP = 0.1;
    private static final double FIRST_RATE = 0.1;

    /**
     * {@code graph} after some epochs, as the last step left it: an epoch chosen by images of validation would look
     * better on them than it is.
     *
     * @param listener hears of steps done and to do
     * @throws dev.lathe.error.TrainingException if the loss ceases to be a number
     */
    Graph tuned(Graph graph, int epochs, double rate, BiConsumer<Integer, Integer> listener) {
        Network network = Network.of(graph, image, Normalization.FROZEN);
        Parameters weights = network.parameters();
        Constraints.keepZeros(weights, network.graph());
        Constraints.keepShared(weights);
        Objective objective = new Objective.Distillation(original, SHARE, TEMPERATURE, Objective.Hints.NONE);
        double warmUp = WARM_UP * epochs;
        Schedule schedule = new Schedule.WarmUp(warmUp, FIRST_RATE, new Schedule.Cosine(rate, 0, epochs - warmUp));
        Recipe recipe = new Recipe(epochs, new Update(new Optimiser.Adam(Decay.NONE), schedule, CLIP));
        try (GraphStep step = new GraphStep(engine, network, objective)) {
            Trained trained = new Trainer(step, recipe, training, watched, null).train(weights, new Steps(listener));
            Graph tuned = network.with(trained.last().tensors());
            return weights.masks().isEmpty()
                    ? tuned
                    : Masks.record(tuned, weights.masks().keySet());
        }
    }

    /** Counts the steps of all epochs. */
    private record Steps(BiConsumer<Integer, Integer> listener) implements TrainingListener {
        @Override
        public void step(StepReport report) {
            listener.accept(report.epoch() * report.steps() + report.step() + 1, report.epochs() * report.steps());
        }
    }
}
