package dev.lathe.compress.cluster;

import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import java.util.Random;

/**
 * How the weights of a layer are to be shared: k-means in one dimension over the weights that are not zero.
 *
 * @param clusters how many values there may be besides zero, 1 to {@value #MOST_CLUSTERS}
 * @param seed of {@link Initialisation#FORGY}; the others draw nothing
 */
public record Clustering(int clusters, Initialisation initialisation, long seed) {
    /** Codes of up to 12 bits. */
    public static final int MOST_CLUSTERS = 4096;

    /** @throws InputException if {@code clusters} is out of range */
    public Clustering {
        if (clusters < 1 || clusters > MOST_CLUSTERS) {
            throw new InputException("weights can be shared by 1 to " + MOST_CLUSTERS + " clusters, not " + clusters);
        }
    }

    public Clustering(int clusters, Initialisation initialisation) {
        this(clusters, initialisation, 0);
    }

    /** Bits of a code: ceil(log2 {@link #clusters}). */
    public int bits() {
        return Codebook.bits(clusters);
    }

    /**
     * Shares {@code weights}, which are only read. Zeros, also -0, belong to no cluster. A layer of no more than
     * {@link #clusters} distinct weights gets exactly those as centroids.
     *
     * <p>Otherwise Lloyd's iteration repeats until no weight changes its cluster: each weight belongs to the nearest
     * centroid, of two equally near ones to the lower; each centroid moves to the mean of its weights, or stays where
     * it is without any.
     *
     * <p>{@link Initialisation#OPTIMAL} on more than {@value Optimum#GROUPS} distinct weights: a group spans at most h
     * = range/{@value Optimum#STEPS} and, unless all its weights are equal, holds at most m = n/{@value Optimum#STEPS}
     * of them. Clusters begin and end between groups; compared with the true optimum each of the clusters - 1 borders
     * may lie up to h off, which costs at most 2·m·h·d in squared error, d being the distance of the two centroids.
     * Lloyd's iteration takes most of that back.
     *
     * @throws DataException if a weight is NaN or infinite
     */
    public Codebook share(float[] weights) {
        SortedWeights sorted = SortedWeights.of(weights);
        double[] distinct = sorted.distinct(clusters);
        return Codebook.of(sorted, distinct.length <= clusters ? distinct : Lloyd.settle(sorted, begin(sorted)));
    }

    private double[] begin(SortedWeights sorted) {
        return switch (initialisation) {
            case LINEAR -> Lloyd.linear(sorted, clusters);
            case DENSITY -> Lloyd.density(sorted, clusters);
            case FORGY -> Lloyd.forgy(sorted, clusters, new Random(seed));
            case OPTIMAL -> Optimum.of(sorted, clusters);
        };
    }
}
