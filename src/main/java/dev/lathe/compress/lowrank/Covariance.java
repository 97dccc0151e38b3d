package dev.lathe.compress.lowrank;

import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import dev.lathe.error.LimitException;

/**
 * Second moments E[x xᵀ] and mean of what one group's kernel is multiplied with: x has n = S·K entries, [s][k] as in a
 * row of the kernel. Summed up while samples stream by; takes 8·n² bytes. Once all are added, threads may share it.
 */
public final class Covariance {
    /** Share of its mean that the diagonal gets wherever Sigma is used: what no sample showed is cheap, not free. */
    private static final double RIDGE = 1e-6;

    private final Matrix sums;
    private final MeanSum mean;

    /**
     * @param size n
     * @throws InputException if it is below 1
     * @throws LimitException if the heap cannot hold it
     */
    public Covariance(int size) {
        this(Matrix.zeros(checked(size), size), new MeanSum(size));
    }

    private Covariance(Matrix sums, MeanSum mean) {
        this.sums = sums;
        this.mean = mean;
    }

    static int checked(int size) {
        if (size < 1) {
            throw new InputException("a covariance of " + size + " variables, wanted at least 1");
        }
        long mebibytes = (long) size * size >> 17;
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        if (mebibytes > heap) {
            throw new LimitException(
                    "a covariance of " + size + " variables takes " + mebibytes + " MiB, the heap has " + heap);
        }
        return size;
    }

    /** That of a distribution with these moments and mean 0. */
    static Covariance of(Matrix moments) {
        MeanSum mean = new MeanSum(moments.height());
        mean.add(Matrix.zeros(1, moments.height()));
        return new Covariance(moments.copy(), mean);
    }

    /**
     * Adds samples.
     *
     * @param rows sample after sample, n values each; may be longer
     * @throws InputException if there are fewer values
     * @throws DataException if one is NaN or infinite; this covariance is then of no use
     */
    public void add(float[] rows, int samples) {
        Rows all = new Rows(rows, samples, size());
        for (int first = 0; first < samples; first += Rows.BLOCK) {
            Matrix block = all.block(first);
            Products.addUpper(sums.rows(), block.transposed().rows(), block.rows(), 0);
            mean.add(block);
        }
    }

    /** n */
    public int size() {
        return sums.height();
    }

    /** How many were added. */
    public long samples() {
        return mean.samples();
    }

    /** E[x]; zeros before the first sample. */
    public double[] mean() {
        return mean.mean();
    }

    /**
     * E[(x - mean)(x - mean)ᵀ] in place of E[x xᵀ], with the same mean. It is what to decompose by where
     * {@link DataAware#shift} corrects the bias.
     */
    public Covariance centred() {
        Matrix centred = sums.copy();
        double[] m = mean();
        for (int i = 0; i < m.length; i++) {
            Products.add(centred.row(i), -samples() * m[i], m);
        }
        return new Covariance(centred, mean.copy());
    }

    /** Sigma with its ridge. */
    Matrix sigma() {
        Matrix sigma = moments();
        double ridge = ridge();
        for (int i = 0; i < size(); i++) {
            sigma.row(i)[i] += ridge;
        }
        return sigma;
    }

    /** rho, what the diagonal gets; 1 if all samples were zeros. */
    double ridge() {
        double mean = sums.trace() / size() / Math.max(1, samples());
        return mean > 0 ? RIDGE * mean : 1;
    }

    /** E[x xᵀ] */
    Matrix moments() {
        Matrix moments = sums.copy();
        Products.mirror(moments.rows());
        moments.scale(1.0 / Math.max(1, samples()));
        return moments;
    }
}
