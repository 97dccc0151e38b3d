package dev.lathe.train;

/** Is told how a training goes on, on its thread. What a listener throws ends the training; it may be resumed. */
public interface TrainingListener {
    TrainingListener SILENT = new TrainingListener() {};

    /** After a step; a checkpoint that was due has been written. */
    default void step(StepReport report) {}

    /** After the validation that ends an epoch; a checkpoint has been written. */
    default void epoch(EpochResult result) {}
}
