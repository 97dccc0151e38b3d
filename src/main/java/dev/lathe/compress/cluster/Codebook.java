package dev.lathe.compress.cluster;

import dev.lathe.error.DataException;
import dev.lathe.error.ShapeException;
import java.util.Arrays;

/**
 * The shared weights of a layer. The arrays belong to this record and are not to be written.
 *
 * @param centroids ascending as {@link Clustering#share} gives them; any order once they were
 *     {@linkplain #withCentroids moved}
 * @param counts how many weights each centroid stands for; 0 for a centroid that nobody is nearest to
 * @param squaredError sum of the squared distances of all weights from their centroids
 */
public record Codebook(float[] centroids, int[] counts, double squaredError) {
    /** The index of a weight that is zero and belongs to no cluster. */
    public static final int ZERO = -1;

    /** The codebook of {@code centroids} rounded to single precision, counted and measured as such. */
    static Codebook of(SortedWeights weights, double[] centroids) {
        float[] rounded = rounded(weights, centroids);
        int[] counts = new int[rounded.length];
        double squaredError = 0;
        int from = 0;
        int[] ends = Lloyd.ends(weights, widened(rounded));
        for (int c = 0; c < rounded.length; c++) {
            counts[c] = ends[c] - from;
            squaredError += weights.squaredError(from, ends[c], rounded[c]);
            from = ends[c];
        }
        return new Codebook(rounded, counts, squaredError);
    }

    private static float[] rounded(SortedWeights weights, double[] centroids) {
        int[] ends = Lloyd.ends(weights, centroids);
        float[] rounded = new float[centroids.length];
        int from = 0;
        for (int c = 0; c < centroids.length; c++) {
            rounded[c] = (float) (ends[c] > from ? weights.plainMean(from, ends[c]) : centroids[c]);
            from = ends[c];
        }
        return rounded;
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    /** Bits of a code for {@code clusters} clusters: ceil(log2 clusters). */
    public static int bits(int clusters) {
        return clusters < 2 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(clusters - 1);
    }

    /** Bits of a code: ceil(log2 k), k the number of centroids. */
    public int bits() {
        return bits(centroids.length);
    }

    /**
     * How many times smaller codes and codebook are than the weights: n·b / (n·log2 k + k·b), as in the paper with no
     * weight pruned (Han et al. 2016, equation 1).
     *
     * @param weights n
     * @param weightBits b
     * @param clusters k
     */
    public static double rate(long weights, int weightBits, int clusters) {
        double codes = weights * (Math.log(clusters) / Math.log(2));
        return (double) weights * weightBits / (codes + (double) clusters * weightBits);
    }

    /**
     * A copy of {@code weights} with the nearest centroid in place of each, of two equally near ones the lower. Zeros
     * stay, -0 becomes 0.
     *
     * @throws DataException if a weight is NaN or infinite, or centroids are missing or not ascending
     */
    public float[] apply(float[] weights) {
        Borders borders = borders(weights);
        float[] shared = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            shared[i] = weights[i] == 0 ? 0 : centroids[borders.cluster(weights[i])];
        }
        return shared;
    }

    /**
     * For each of {@code weights} the index of the centroid that {@link #apply} gives it, and {@link #ZERO} for zeros.
     *
     * @throws DataException as {@link #apply}
     */
    public int[] indices(float[] weights) {
        Borders borders = borders(weights);
        int[] indices = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            indices[i] = weights[i] == 0 ? ZERO : borders.cluster(weights[i]);
        }
        return indices;
    }

    private Borders borders(float[] weights) {
        int count = SortedWeights.countNonZero(weights);
        if (count > 0 && centroids.length == 0) {
            throw new DataException("an empty codebook cannot stand for " + count + " weights that are not zero");
        }
        return new Borders(centroids);
    }

    /** The weights that {@code indices} stand for. */
    public float[] weights(int[] indices) {
        float[] weights = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            weights[i] = indices[i] == ZERO ? 0 : centroids[indices[i]];
        }
        return weights;
    }

    /**
     * The gradient of the loss with respect to each centroid: the sum of the gradients of the weights it stands for
     * (Han et al. 2016, equation 3). Those of zeros count for nothing.
     *
     * @param indices as {@link #indices} gave them
     * @param gradients of the weights, in the same order
     */
    public double[] gradient(int[] indices, float[] gradients) {
        if (indices.length != gradients.length) {
            throw new ShapeException(indices.length + " indices and " + gradients.length + " gradients");
        }
        double[] sums = new double[centroids.length];
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] != ZERO) {
                sums[indices[i]] += gradients[i];
            }
        }
        return sums;
    }

    /**
     * The same clusters with other centroids, as after a step of training. They keep their weights, so these must be
     * read through the {@link #indices} taken before; the squared error is no longer known and is NaN.
     */
    public Codebook withCentroids(float[] moved) {
        if (moved.length != centroids.length) {
            throw new ShapeException(moved.length + " centroids in place of " + centroids.length);
        }
        return new Codebook(moved.clone(), counts, Double.NaN);
    }
}
