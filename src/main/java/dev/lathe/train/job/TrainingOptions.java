package dev.lathe.train.job;

import dev.lathe.Model;
import dev.lathe.data.DatasetSpec;
import dev.lathe.data.Preprocessing;
import dev.lathe.train.Checkpoints;
import dev.lathe.train.Objective;
import dev.lathe.train.Recipe;
import dev.lathe.train.gradient.TrainingForm;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to train, and how.
 *
 * @param output {@code .onnx} or {@code .lathe}
 * @param sparsity null: nothing is pruned on the way
 * @param checkpoints null: none are written
 * @param resume whether the training goes on from its checkpoint
 */
public record TrainingOptions(
        Model model,
        Path output,
        Images images,
        Recipe recipe,
        Objective objective,
        Keeping keeping,
        @Nullable Sparsity sparsity,
        @Nullable Checkpoints checkpoints,
        boolean resume) {
    /**
     * Images to learn from.
     *
     * @param limit how many, the first ones
     * @param validation the share of them that is not learned from, but epochs are judged by; above 0 and below 1
     * @param batch images of a step
     * @param augmentations as {@link Augmenting#parse} takes them
     * @param seed of what is random
     */
    public record Images(
            DatasetSpec data,
            Preprocessing preprocessing,
            int limit,
            double validation,
            int batch,
            List<Augmenting> augmentations,
            long seed) {
        public Images {
            augmentations = List.copyOf(augmentations);
        }
    }

    /**
     * What of the network stays as it is.
     *
     * @param zeros whether weights that were pruned stay zero
     * @param shared whether weights that share a value go on sharing one
     */
    public record Keeping(boolean zeros, boolean shared, TrainingForm.Normalization normalization) {}
}
