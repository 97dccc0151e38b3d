package dev.lathe.compress.lowrank;

import dev.lathe.error.InputException;

/**
 * Second moments E[x xᵀ] and mean of what a kernel is multiplied with: x has S·K entries, [s][k] as in a row of the
 * kernel. Summed up as samples stream by. Not thread-safe while samples are added.
 */
public final class Covariance {
    private static final double RIDGE = 1e-6;

    private final int size;
    private final double[][] sums;
    private final double[] sum;
    private long samples;

    /** @param size n = S·K */
    public Covariance(int size) {
        if (size < 1) {
            throw new InputException("a covariance of " + size + " variables, wanted at least 1");
        }
        this.size = size;
        this.sums = new double[size][size];
        this.sum = new double[size];
    }

    /** Adds {@code count} samples, one after the other in {@code rows}. */
    public void add(float[] rows, int count) {
        throw new UnsupportedOperationException("not there yet");
    }

    public int size() {
        return size;
    }

    public long samples() {
        return samples;
    }

    /** E[x] */
    public double[] mean() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** E[x xᵀ], row by row */
    public double[][] moments() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** E[(x - mean)(x - mean)ᵀ]: what counts where {@link DataAware#shift} corrects the bias. */
    public Covariance centred() {
        throw new UnsupportedOperationException("not there yet");
    }
}
