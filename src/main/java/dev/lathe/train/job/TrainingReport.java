package dev.lathe.train.job;

import dev.lathe.compress.prune.RemoveDeadNeurons;
import dev.lathe.train.History;
import dev.lathe.train.Metrics;
import java.util.List;
import java.util.Map;

/**
 * What a training came to.
 *
 * @param output the network of the best epoch
 * @param before loss and accuracy on the images of validation before the first step
 * @param masked parameters whose zeros stayed zeros, by name
 * @param shared parameters whose shared values stayed shared
 * @param removed neurons that pruning left without inputs or outputs, and that were taken out at the end
 * @param best number of the best epoch in {@code epochs}, from 0
 * @param seconds of this process, from the first step or the checkpoint to the end
 */
public record TrainingReport(
        String model,
        String output,
        String device,
        Metrics before,
        Map<String, Masked> masked,
        List<String> shared,
        List<RemoveDeadNeurons.Removed> removed,
        List<Epoch> epochs,
        int best,
        double seconds) {
    /**
     * A mask.
     *
     * @param kept how many weights it keeps; one that is kept may still be zero
     * @param of how many there are
     */
    public record Masked(int kept, int of) {}

    /**
     * One epoch.
     *
     * @param loss of validation
     * @param top1 of validation, in 0..1
     * @param trainingLoss of its batches
     * @param trainingTop1 of its batches
     * @param rate the learning rate of its last step
     */
    public record Epoch(double loss, double top1, double trainingLoss, double trainingTop1, double rate) {}

    static List<Epoch> epochs(History history) {
        return history.epochs().stream()
                .map(epoch -> new Epoch(
                        epoch.validation().loss(),
                        epoch.validation().top1(),
                        epoch.training().loss(),
                        epoch.training().top1(),
                        epoch.rate()))
                .toList();
    }
}
