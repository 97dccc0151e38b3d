package dev.lathe.train;

import dev.lathe.compress.cluster.Codebook;
import dev.lathe.compress.prune.Mask;
import dev.lathe.compress.prune.Masks;
import dev.lathe.graph.Graph;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Finds what compression has done to weights, so that a training leaves it. */
public final class Constraints {
    /** No training leaves so many weights at exactly zero by itself. */
    private static final double SPARSE = 0.1;

    /** The most values that a layer is taken to share. */
    private static final int MOST_SHARED = 1 << 12;

    private static final int MATRIX = 2;

    private Constraints() {}

    /**
     * Gives masks to filters and matrices that were pruned: those that {@code graph} {@linkplain Masks records} as
     * such, and those of which a tenth or more is exactly zero, but not all. Comes before {@link #keepShared}.
     */
    public static void keepZeros(Parameters weights, Graph graph) {
        Set<String> recorded = Masks.of(graph).keySet();
        for (Parameter parameter : weights.trained()) {
            Mask mask = Mask.of(parameter.name(), parameter.values());
            boolean sparse = isMatrix(parameter) && mask.kept() > 0 && mask.density() <= 1 - SPARSE;
            if (sparse || recorded.contains(parameter.name())) {
                parameter.mask(mask);
            }
        }
    }

    /**
     * Gives codebooks to filters and matrices that share values: those of which at most three in four values that are
     * not zero, and at most {@value #MOST_SHARED}, differ from each other.
     */
    public static void keepShared(Parameters weights) {
        for (Parameter parameter : weights.trained()) {
            float[] values = parameter.values();
            float[] centroids = centroids(values);
            int kept = Mask.of(parameter.name(), values).kept();
            if (isMatrix(parameter) && centroids.length <= Math.min(MOST_SHARED, kept / 4 * 3) && kept > 0) {
                parameter.share(codebook(values, centroids), indices(values, centroids));
            }
        }
    }

    private static boolean isMatrix(Parameter parameter) {
        return parameter.tensor().shape().rank() >= MATRIX;
    }

    /** The values that are not zero, ascending, each once; of more than {@link #MOST_SHARED} one more than that. */
    private static float[] centroids(float[] values) {
        Set<Float> distinct = new HashSet<>();
        for (int i = 0; i < values.length && distinct.size() <= MOST_SHARED; i++) {
            if (values[i] != 0) {
                distinct.add(values[i]);
            }
        }
        float[] centroids = new float[distinct.size()];
        int next = 0;
        for (float value : distinct) {
            centroids[next++] = value;
        }
        Arrays.sort(centroids);
        return centroids;
    }

    private static int[] indices(float[] values, float[] centroids) {
        int[] indices = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            indices[i] = values[i] == 0 ? Codebook.ZERO : Arrays.binarySearch(centroids, values[i]);
        }
        return indices;
    }

    private static Codebook codebook(float[] values, float[] centroids) {
        int[] counts = new int[centroids.length];
        for (int index : indices(values, centroids)) {
            if (index != Codebook.ZERO) {
                counts[index]++;
            }
        }
        return new Codebook(centroids, counts, 0);
    }
}
