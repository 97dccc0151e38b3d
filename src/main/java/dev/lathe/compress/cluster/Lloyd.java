package dev.lathe.compress.cluster;

import java.util.Arrays;
import java.util.Random;

/** Lloyd's iteration in one dimension, and where it can begin. Centroids are ascending throughout. */
final class Lloyd {
    /** Some ten thousand rounds are usual; rounding might let a weight change to and fro without end. */
    private static final int MOST_ROUNDS = 1 << 17;

    private final SortedWeights weights;
    private final double[] centroids;
    private final int[] ends;
    /** Of all weights before each end. */
    private final double[] sums;

    private Lloyd(SortedWeights weights, double[] centroids) {
        this.weights = weights;
        this.centroids = centroids;
        this.ends = new int[centroids.length];
        this.sums = new double[centroids.length];
    }

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
        Lloyd lloyd = new Lloyd(weights, centroids);
        for (int round = 0; lloyd.assign() && round < MOST_ROUNDS; round++) {
            lloyd.move();
        }
        return centroids;
    }

    /** Where the run of weights of each cluster ends (exclusive); it begins where the one before ends. */
    static int[] ends(SortedWeights weights, double[] centroids) {
        Lloyd lloyd = new Lloyd(weights, centroids);
        lloyd.assign();
        return lloyd.ends;
    }

    /** Gives each weight to its nearest centroid; whether any changed its cluster. */
    private boolean assign() {
        boolean changed = false;
        for (int c = 0; c < centroids.length; c++) {
            int end = c + 1 < centroids.length
                    ? weights.countUpTo(border(centroids[c], centroids[c + 1]), ends[c])
                    : weights.size();
            if (end != ends[c]) {
                ends[c] = end;
                sums[c] = weights.sumUpTo(end);
                changed = true;
            }
        }
        return changed;
    }

    /** Moves each centroid to the mean of its weights. */
    private void move() {
        int from = 0;
        double before = 0;
        for (int c = 0; c < centroids.length; c++) {
            int to = ends[c];
            if (to > from) {
                centroids[c] = weights.mean(from, to, sums[c] - before);
            }
            from = to;
            before = sums[c];
        }
    }

    /** The highest weight that is no nearer to the higher centroid. */
    static double border(double lower, double higher) {
        return lower + (higher - lower) / 2;
    }
}
