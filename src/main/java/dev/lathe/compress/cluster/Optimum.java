package dev.lathe.compress.cluster;

import java.util.Arrays;

/**
 * The clusters of least squared error in one dimension, by dynamic programming over groups of neighbouring weights. The
 * least error of the first j groups in c clusters is D[c][j] = min over i of D[c-1][i] + error(i, j); as the best i
 * never falls when j rises, halving the range of j finds a row in O(m log m) for m groups.
 */
final class Optimum {
    /** A group spans at most this part of the range, and holds at most this part of the weights. */
    static final int STEPS = 1 << 14;
    /** More distinct weights than this are put into groups, of which there are no more than this either. */
    static final int GROUPS = 3 * STEPS;

    private final Groups groups;
    private double[] before;
    private double[] row;

    private Optimum(Groups groups) {
        this.groups = groups;
        this.before = new double[groups.size() + 1];
        this.row = new double[groups.size() + 1];
    }

    /** The centroids of {@code clusters} clusters; there are at least as many distinct weights. */
    static double[] of(SortedWeights weights, int clusters) {
        return of(weights, clusters, Groups.of(weights, GROUPS));
    }

    static double[] of(SortedWeights weights, int clusters, Groups groups) {
        int[] ends = new Optimum(groups).ends(clusters);
        double[] centroids = new double[clusters];
        int from = 0;
        for (int c = 0; c < clusters; c++) {
            int to = groups.end(ends[c]);
            centroids[c] = weights.mean(from, to);
            from = to;
        }
        return centroids;
    }

    /** How many groups lie in the first clusters together, for each cluster. */
    private int[] ends(int clusters) {
        int size = groups.size();
        Arrays.setAll(row, j -> groups.error(0, j));
        char[][] starts = new char[clusters][];
        for (int c = 1; c < clusters; c++) {
            double[] swap = before;
            before = row;
            row = swap;
            starts[c] = new char[size + 1];
            // Each cluster holds at least one group, so cluster c begins after c groups or more.
            fill(starts[c], c + 1, size, c, size - 1);
        }
        int[] ends = new int[clusters];
        ends[clusters - 1] = size;
        for (int c = clusters - 1; c > 0; c--) {
            ends[c - 1] = starts[c][ends[c]];
        }
        return ends;
    }

    /** Finds the best starts for the ends {@code low}..{@code high}, known to lie in {@code first}..{@code last}. */
    private void fill(char[] starts, int low, int high, int first, int last) {
        if (low > high) {
            return;
        }
        int end = (low + high) >>> 1;
        int best = first;
        double least = Double.POSITIVE_INFINITY;
        for (int start = first; start <= Math.min(last, end - 1); start++) {
            double error = before[start] + groups.error(start, end);
            if (error < least) {
                least = error;
                best = start;
            }
        }
        row[end] = least;
        starts[end] = (char) best;
        fill(starts, low, end - 1, first, best);
        fill(starts, end + 1, high, best, last);
    }
}
