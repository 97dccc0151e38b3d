package dev.lathe.train;

/**
 * A network and its loss, as the {@linkplain Trainer loop} sees them. It keeps nothing from one call to the next that
 * would change a result, and its results depend on nothing but its arguments, bit for bit; a training can only be
 * repeated or resumed then. Called by one thread at a time.
 */
public interface TrainingStep {
    /** Loss and gradients, normalised by the statistics of {@code batch}. Only reads {@code weights}. */
    StepResult run(Parameters weights, Batch batch);

    /** Loss alone, normalised by the moving averages, without dropout. Only reads {@code weights}. */
    Outcome evaluate(Parameters weights, Batch batch);
}
