package dev.lathe.train;

import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import dev.lathe.error.TrainingException;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network. The result is a function of recipe, batches, step and initial parameters, bit for bit, whether or
 * not the training was interrupted and resumed. Runs on the calling thread, with one more that makes batches.
 */
public final class Trainer {
    private final TrainingStep network;
    private final Recipe recipe;
    private final Batches training;
    private final Batches validation;
    private final @Nullable Checkpoints checkpoints;

    /**
     * @param training batches to learn from
     * @param validation batches to judge epochs by
     * @param checkpoints null: none are written
     */
    public Trainer(
            TrainingStep network,
            Recipe recipe,
            Batches training,
            Batches validation,
            @Nullable Checkpoints checkpoints) {
        this.network = network;
        this.recipe = recipe;
        this.training = training;
        this.validation = validation;
        this.checkpoints = checkpoints;
    }

    /**
     * Trains from the beginning; a checkpoint that is there is replaced.
     *
     * @param weights are changed
     * @throws TrainingException if a loss is NaN or infinite
     */
    public Trained train(Parameters weights, TrainingListener listener) {
        return run(new TrainingState(recipe.update().optimiser(), weights), listener);
    }

    /**
     * Goes on from the checkpoint. The recipe may have other epochs and patience than when it was written.
     *
     * @param weights of the same names, shapes, roles and codebooks as then; their values and masks are replaced
     * @throws DataException if the file is missing or damaged
     * @throws TrainingException if it belongs to another configuration, which is named; or as {@link #train}
     */
    public Trained resume(Parameters weights, TrainingListener listener) {
        if (checkpoints == null) {
            throw new InputException("there is no checkpoint to resume from: this training writes none");
        }
        TrainingState state = new TrainingState(recipe.update().optimiser(), weights);
        CheckpointReader.read(checkpoints.file(), configuration(weights), state);
        return run(state, listener);
    }

    /** Loss and accuracy on {@code batches}, in their first order, of {@code weights} as they are. */
    public Metrics evaluate(Parameters weights, Batches batches) {
        Tally tally = Tally.EMPTY;
        try (Prefetch prefetch = new Prefetch(batches, 0, 0)) {
            while (prefetch.hasNext()) {
                Batch batch = prefetch.next();
                Outcome outcome = network.evaluate(weights, batch);
                tally = tally.and(batch, outcome.loss(), outcome.logits());
            }
        }
        return tally.metrics();
    }

    private Configuration configuration(Parameters weights) {
        return Configuration.of(recipe, training, validation, weights);
    }

    private Trained run(TrainingState state, TrainingListener listener) {
        Pruner pruner = recipe.pruning() == null ? null : new Pruner(recipe.pruning(), state.weights());
        while (state.epoch() < recipe.epochs() && !outOfPatience(state)) {
            steps(state, pruner, listener);
            endEpoch(state, listener);
        }
        return state.trained();
    }

    private boolean outOfPatience(TrainingState state) {
        return recipe.patience() > 0 && state.history().waited() >= recipe.patience();
    }

    private void steps(TrainingState state, @Nullable Pruner pruner, TrainingListener listener) {
        int steps = training.count();
        try (Prefetch batches = new Prefetch(training, state.epoch(), state.step())) {
            while (batches.hasNext()) {
                step(state, pruner, batches.next());
                if (checkpoints != null && checkpoints.isDue(state.step()) && state.step() < steps) {
                    save(state, checkpoints);
                }
                Metrics soFar = state.tally().metrics();
                listener.step(new StepReport(state.epoch(), recipe.epochs(), state.step() - 1, steps, soFar));
            }
        }
    }

    private void step(TrainingState state, @Nullable Pruner pruner, Batch batch) {
        Parameters weights = state.weights();
        double rate = rate(state, state.step());
        StepResult result = network.run(weights, batch);
        if (!Double.isFinite(result.loss())) {
            throw new TrainingException("the loss is " + result.loss() + " in step " + (state.step() + 1) + " of epoch "
                    + (state.epoch() + 1) + " at a learning rate of " + rate + "; a lower rate, warm-up or clipping may"
                    + " help");
        }
        Tally tally = state.tally().and(batch, result.loss(), result.logits());
        if (pruner != null && pruner.isDue(state.step(), state.optimiser().steps())) {
            pruner.update(result.gradients(), time(state, state.step()));
        }
        ConstrainedGradients gradients = new ConstrainedGradients(weights, result.gradients());
        if (recipe.update().clip() < Double.POSITIVE_INFINITY) {
            gradients.clip(recipe.update().clip());
        }
        state.optimiser().step(weights, gradients, rate);
        weights.average(result.statistics(), recipe.statistics());
        state.stepDone(tally);
    }

    /** In epochs, before step {@code step} of the one that runs. */
    private double time(TrainingState state, int step) {
        return state.epoch() + (double) step / training.count();
    }

    private double rate(TrainingState state, int step) {
        return recipe.update()
                .schedule()
                .rate(time(state, step), state.history().losses());
    }

    private void endEpoch(TrainingState state, TrainingListener listener) {
        int epoch = state.epoch();
        boolean candidate = recipe.pruning() == null || recipe.pruning().isOver(epoch);
        double rate = rate(state, training.count() - 1);
        Metrics learned = state.tally().metrics();
        Metrics judged = evaluate(state.weights(), validation);
        EpochResult result = new EpochResult(epoch, rate, learned, judged, candidate);
        state.epochDone(result);
        if (checkpoints != null) {
            save(state, checkpoints);
        }
        listener.epoch(result);
    }

    private void save(TrainingState state, Checkpoints where) {
        CheckpointWriter.write(where.file(), configuration(state.weights()), state);
    }
}
