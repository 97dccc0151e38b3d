package dev.lathe.compress.cluster;

import java.util.Arrays;
import java.util.Random;

/** Lloyd's iteration in one dimension, and where it can begin. Centroids are ascending throughout. */
final class Lloyd {
    private Lloyd() {}

    static double[] linear(SortedWeights weights, int clusters) {
        double lowest = weights.at(0);
        double highest = weights.at(weights.size() - 1);
        double[] centroids = new double[clusters];
        for (int i = 0; i < clusters; i++) {
            centroids[i] = clusters == 1 ? lowest : lowest + i * (highest - lowest) / (clusters - 1);
        }
        return centroids;
    }

    static double[] density(SortedWeights weights, int clusters) {
        double[] centroids = new double[clusters];
        Arrays.setAll(centroids, i -> weights.at((int) ((i + 0.5) * weights.size() / clusters)));
        return centroids;
    }

    static double[] forgy(SortedWeights weights, int clusters, Random random) {
        return random.ints(0, weights.size())
                .distinct()
                .limit(clusters)
                .sorted()
                .mapToDouble(weights::at)
                .toArray();
    }

    /** {@code centroids}, which are moved, once no weight changes its cluster any more. */
    static double[] settle(SortedWeights weights, double[] centroids) {
        int[] before = {};
        int[] ends = ends(weights, centroids);
        while (!Arrays.equals(ends, before)) {
            int from = 0;
            for (int c = 0; c < centroids.length; c++) {
                if (ends[c] > from) {
                    centroids[c] = weights.mean(from, ends[c]);
                }
                from = ends[c];
            }
            before = ends;
            ends = ends(weights, centroids);
        }
        return centroids;
    }

    /** Where the run of weights of each cluster ends (exclusive); it begins where the one before ends. */
    static int[] ends(SortedWeights weights, double[] centroids) {
        int[] ends = new int[centroids.length];
        Arrays.setAll(
                ends,
                c -> c + 1 < centroids.length
                        ? weights.countUpTo(border(centroids[c], centroids[c + 1]))
                        : weights.size());
        return ends;
    }

    /** The highest weight that is no nearer to the higher centroid. */
    static double border(double lower, double higher) {
        return lower + (higher - lower) / 2;
    }
}
