package dev.lathe.compress.lowrank;

/**
 * E[x x~ᵀ] of what a kernel is multiplied with in the original network, x, and in the network compressed so far, x~.
 * Both have S·K entries.
 */
public final class CrossCovariance {
    private final int size;

    public CrossCovariance(int size) {
        this.size = size;
    }

    public int size() {
        return size;
    }

    /** Adds {@code count} samples: row i of both comes from the same place of the same picture. */
    public void add(float[] original, float[] compressed, int count) {
        throw new UnsupportedOperationException("not there yet");
    }
}
