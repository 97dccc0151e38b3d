package dev.lathe.compress.cluster;

import dev.lathe.error.DataException;
import java.util.Arrays;

/** The borders between ascending centroids: finds the nearest one by halving, without a branch on the weight. */
final class Borders {
    private final double[] borders;
    private final int half;

    /** @throws DataException if {@code centroids} are not ascending */
    Borders(float[] centroids) {
        int size = Math.max(1, Integer.highestOneBit(Math.max(1, centroids.length - 1)) * 2);
        this.half = size / 2;
        this.borders = new double[size];
        Arrays.fill(borders, Double.POSITIVE_INFINITY);
        for (int c = 0; c + 1 < centroids.length; c++) {
            if (centroids[c] > centroids[c + 1]) {
                throw new DataException("centroid " + c + " is " + centroids[c] + " and the next " + centroids[c + 1]
                        + "; nearest ones are only found among ascending centroids");
            }
            borders[c] = Lloyd.border(centroids[c], centroids[c + 1]);
        }
    }

    /** Index of the nearest centroid: the number of borders below {@code weight}. */
    int cluster(float weight) {
        int low = 0;
        for (int step = half; step > 0; step >>= 1) {
            low += weight > borders[low + step - 1] ? step : 0;
        }
        return low;
    }
}
