package dev.lathe.compress;

import dev.lathe.graph.Graph;
import dev.lathe.graph.pass.Evaluator;
import dev.lathe.tensor.Shape;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a compression needs from outside: it knows no device and no data set.
 *
 * @param evaluator computes constants
 * @param shapes of the inputs at batch 1
 * @param calibration images for data-aware factors; null without
 * @param stopwatch of the device that the network is for; null where speed does not matter
 * @param score how good a network is, higher is better, for sensitivity scans; null without
 * @param notes where finished parts of long work are kept
 */
public record Surroundings(
        Evaluator evaluator,
        Map<String, Shape> shapes,
        @Nullable Calibration calibration,
        @Nullable Stopwatch stopwatch,
        @Nullable ToDoubleFunction<Graph> score,
        Notes notes,
        CompressListener listener) {
    public Surroundings {
        shapes = Map.copyOf(shapes);
    }

    /** Nothing but what every compression needs. */
    public static Surroundings of(Evaluator evaluator, Map<String, Shape> shapes) {
        return new Surroundings(evaluator, shapes, null, null, null, Notes.NONE, CompressListener.NONE);
    }
}
