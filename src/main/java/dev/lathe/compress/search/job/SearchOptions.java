package dev.lathe.compress.search.job;

import dev.lathe.compress.Selection;
import dev.lathe.container.Coder;
import dev.lathe.tensor.Shape;
import dev.lathe.train.job.Augmenting;
import dev.lathe.train.job.TrainingOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What to shrink, and how far.
 *
 * @param model an ONNX or {@code .lathe} file
 * @param output {@code .onnx} or {@code .lathe}
 * @param maxDrop of top-1, absolute, in 0..1
 * @param trials networks that are trained further, at most; 0 or more
 * @param work folder that trials are kept in; null: one beside the output, which goes when all is done
 * @param terms what else there is to say
 */
public record SearchOptions(Path model, Path output, double maxDrop, int trials, @Nullable Path work, Terms terms) {
    /** What is made small. */
    public enum Goal {
        /** The {@code .lathe} file. */
        BYTES,
        /** Time of one image on the device. */
        LATENCY
    }

    /**
     * All that the result of a trial is a function of, beside the network and the device.
     *
     * @param images to train with, and to judge by; their augmentations are those of training
     * @param harder changes of the images of validation that make them as hard as new ones; empty: they are only judged
     *     as they are
     * @param epochs that a trial is trained with pruned weights; half as many, at least one, follow with shared ones.
     *     0: trials are not trained
     * @param rate the learning rate at the beginning
     * @param coder of the file whose bytes count
     * @param selection layers to touch
     * @param shapes by input name, where the model leaves extents other than the batch free
     */
    public record Terms(
            Goal goal,
            TrainingOptions.Images images,
            List<Augmenting> harder,
            int epochs,
            double rate,
            Coder coder,
            Selection selection,
            Map<String, Shape> shapes) {
        public Terms {
            harder = List.copyOf(harder);
            shapes = Map.copyOf(shapes);
        }

        /** What measurements layer by layer depend on, in words. */
        String ofSurvey() {
            TrainingOptions.Images plain = new TrainingOptions.Images(
                    images.data(),
                    images.preprocessing(),
                    images.limit(),
                    images.validation(),
                    images.batch(),
                    List.of(),
                    images.seed());
            return goal + " " + plain + " " + coder + " " + new TreeMap<>(shapes);
        }

        /** What trials depend on beside that and their settings, in words. */
        String ofTrial(boolean tuned) {
            String training = epochs + " epochs at " + rate + " with " + images.augmentations();
            return "judged by " + harder + ", " + (tuned ? training : "not trained");
        }
    }
}
