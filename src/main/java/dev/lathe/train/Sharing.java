package dev.lathe.train;

import dev.lathe.compress.cluster.Codebook;
import java.util.Arrays;

/** Which weights of a parameter are one number. Members of a cluster are equal before a step and after it. */
final class Sharing {
    private static final int NOBODY = -1;

    private final Codebook codebook;
    private final int[] indices;
    private final int[] first;

    Sharing(Codebook codebook, int[] indices) {
        this.codebook = codebook;
        this.indices = indices.clone();
        this.first = new int[codebook.centroids().length];
        Arrays.fill(first, NOBODY);
        for (int i = indices.length - 1; i >= 0; i--) {
            if (indices[i] != Codebook.ZERO) {
                first[indices[i]] = i;
            }
        }
    }

    int[] indices() {
        return indices;
    }

    /** Gives every weight the sum of the gradients of its cluster, and zeros none. */
    void sum(float[] gradient) {
        double[] sums = codebook.gradient(indices, gradient);
        for (int i = 0; i < indices.length; i++) {
            gradient[i] = indices[i] == Codebook.ZERO ? 0 : (float) sums[indices[i]];
        }
    }

    /** Of a gradient that was {@linkplain #sum summed}, each cluster counted once. */
    double squaredNorm(float[] gradient) {
        double sum = 0;
        for (int member : first) {
            sum += member == NOBODY ? 0 : (double) gradient[member] * gradient[member];
        }
        return sum;
    }

    /** The codebook with the centroids that {@code values} hold now; one that stands for nobody is as it was. */
    Codebook codebook(float[] values) {
        float[] centroids = codebook.centroids().clone();
        for (int c = 0; c < centroids.length; c++) {
            if (first[c] != NOBODY) {
                centroids[c] = values[first[c]];
            }
        }
        return codebook.withCentroids(centroids);
    }
}
