package dev.lathe.compress;

import dev.lathe.compress.prune.PruneRule;
import java.util.List;
import java.util.Map;

/**
 * Weights that go to zero.
 *
 * @param removeNeurons whether neurons that are left without inputs or outputs go with all their links
 * @param selection layers to touch
 */
public record PrunePlan(Choice choice, boolean removeNeurons, Selection selection) {
    /** How a rule is come by. */
    public sealed interface Choice {}

    /** The rule is known. */
    public record Fixed(PruneRule rule) implements Choice {}

    /**
     * Each constant of a layer keeps the share that the layer has here, and all of it where it has none.
     *
     * @param densities by the layer's name
     */
    public record ByLayer(Map<String, Double> densities) implements Choice {
        public ByLayer {
            densities = Map.copyOf(densities);
        }
    }

    /**
     * Each constant gets the lowest of {@code densities} at which the network, pruned there alone, scores at most
     * {@code drop} less.
     */
    public record Scanned(double drop, List<Double> densities) implements Choice {
        public Scanned {
            densities = List.copyOf(densities);
        }
    }
}
