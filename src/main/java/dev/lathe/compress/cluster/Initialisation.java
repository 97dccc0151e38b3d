package dev.lathe.compress.cluster;

/**
 * Where the centroids of a {@link Clustering} begin. Lloyd's iteration then moves them to the nearest local optimum, so
 * the beginning decides which one that is (Han et al. 2016, arXiv 1510.00149, section 3.1).
 */
public enum Initialisation {
    /** Equal steps from the lowest to the highest weight. Keeps centroids for the few large weights. */
    LINEAR,
    /** Equal steps of the cumulative distribution: centroid i is the weight of rank floor((i + 1/2)·n / clusters). */
    DENSITY,
    /** As many weights, drawn at random without putting any back. */
    FORGY,
    /**
     * The centroids of least squared error, by dynamic programming; Lloyd's iteration finds nothing left to do. Exact
     * for layers of up to {@value Optimum#GROUPS} distinct weights; beyond, weights are first put into that many
     * groups, and Lloyd's iteration runs on the weights themselves (see {@link Clustering#share}).
     */
    OPTIMAL
}
