package dev.lathe.compress.lowrank;

import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import dev.lathe.error.LimitException;

/**
 * E[x x~ᵀ] of what a kernel is multiplied with in the original network, x, and in the network compressed so far, x~,
 * both of n = S·K entries; and their means. Summed up like {@link Covariance}.
 */
public final class CrossCovariance {
    private final Matrix sums;
    private final MeanSum original;
    private final MeanSum compressed;

    /**
     * @param size n
     * @throws InputException if it is below 1
     * @throws LimitException if the heap cannot hold it
     */
    public CrossCovariance(int size) {
        this(Matrix.zeros(Covariance.checked(size), size), new MeanSum(size), new MeanSum(size));
    }

    private CrossCovariance(Matrix sums, MeanSum original, MeanSum compressed) {
        this.sums = sums;
        this.original = original;
        this.compressed = compressed;
    }

    /**
     * Adds samples. Those of one index come from the same place of the same picture.
     *
     * @param originals sample after sample, n values each
     * @param compressions likewise
     * @throws InputException if there are fewer values
     * @throws DataException if one is NaN or infinite; this covariance is then of no use
     */
    public void add(float[] originals, float[] compressions, int samples) {
        Rows left = new Rows(originals, samples, size());
        Rows right = new Rows(compressions, samples, size());
        for (int first = 0; first < samples; first += Rows.BLOCK) {
            Matrix x = left.block(first);
            Matrix y = right.block(first);
            Products.add(sums.rows(), x.transposed().rows(), y.rows());
            original.add(x);
            compressed.add(y);
        }
    }

    /** n */
    public int size() {
        return sums.height();
    }

    /** How many pairs were added. */
    public long samples() {
        return original.samples();
    }

    /** E[x] */
    public double[] originalMean() {
        return original.mean();
    }

    /** E[x~] */
    public double[] compressedMean() {
        return compressed.mean();
    }

    /**
     * E[(x - E[x]) (x~ - E[x~])ᵀ] in place of E[x x~ᵀ], with the same means; for use with {@link Covariance#centred}.
     */
    public CrossCovariance centred() {
        Matrix centred = sums.copy();
        double[] means = compressedMean();
        double[] factors = originalMean();
        for (int i = 0; i < size(); i++) {
            Products.add(centred.row(i), -samples() * factors[i], means);
        }
        return new CrossCovariance(centred, original.copy(), compressed.copy());
    }

    /** E[x x~ᵀ] */
    Matrix moments() {
        Matrix moments = sums.copy();
        moments.scale(1.0 / Math.max(1, samples()));
        return moments;
    }
}
