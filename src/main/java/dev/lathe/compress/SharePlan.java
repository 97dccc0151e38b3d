package dev.lathe.compress;

import dev.lathe.compress.cluster.Initialisation;
import java.util.Map;

/**
 * Few distinct values per layer: 2^bits of them besides zero.
 *
 * @param convolutionBits of convolutions
 * @param matrixBits of fully connected layers
 * @param biasBits of the biases of both; 0 leaves them as they are
 * @param layerBits by pattern of the layer's name, as in {@link Selection}; wins over both
 * @param initialisation where clusters start
 * @param seed of random starts
 * @param selection layers to touch
 */
public record SharePlan(
        int convolutionBits,
        int matrixBits,
        int biasBits,
        Map<String, Integer> layerBits,
        Initialisation initialisation,
        long seed,
        Selection selection) {
    public SharePlan {
        layerBits = Map.copyOf(layerBits);
    }
}
