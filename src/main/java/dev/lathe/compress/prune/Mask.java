package dev.lathe.compress.prune;

import dev.lathe.error.ShapeException;
import java.util.BitSet;

/** Which weights of a constant are kept, one bit for each in row-major order. Immutable. */
public final class Mask {
    private final String name;
    private final int size;
    private final BitSet kept;

    /** @param kept is not copied */
    Mask(String name, int size, BitSet kept) {
        this.name = name;
        this.size = size;
        this.kept = kept;
    }

    /** Keeps those {@code weights} that are neither 0 nor -0. */
    public static Mask of(String name, float... weights) {
        return of(name, weights, weights.length);
    }

    /** Keeps the weights {@code kept}, which is copied, of {@code size}. */
    public static Mask of(String name, int size, BitSet kept) {
        if (kept.length() > size) {
            throw new ShapeException("the mask of '" + name + "' is for " + size + " weights, got one for weight "
                    + (kept.length() - 1));
        }
        return new Mask(name, size, (BitSet) kept.clone());
    }

    static Mask of(String name, float[] weights, int size) {
        BitSet kept = new BitSet(size);
        for (int i = 0; i < size; i++) {
            if (weights[i] != 0) {
                kept.set(i);
            }
        }
        return new Mask(name, size, kept);
    }

    static Mask all(String name, int size) {
        BitSet kept = new BitSet(size);
        kept.set(0, size);
        return new Mask(name, size, kept);
    }

    /** The constant this is for. */
    public String name() {
        return name;
    }

    /** Number of weights. */
    public int size() {
        return size;
    }

    /** Number of weights kept. */
    public int kept() {
        return kept.cardinality();
    }

    /** The share of weights kept; 1 when there are none at all. */
    public double density() {
        return size == 0 ? 1 : (double) kept() / size;
    }

    /** Whether weight {@code index} is kept. */
    public boolean keeps(int index) {
        return kept.get(index);
    }

    /** The weights that are kept, as a copy. */
    public BitSet positions() {
        return (BitSet) kept.clone();
    }

    /** A copy of {@code weights} with zeros in place of those not kept. */
    public float[] apply(float[] weights) {
        float[] masked = weights.clone();
        clear(masked);
        return masked;
    }

    /** Writes zeros over those of {@code values}, weights or gradients, that are not kept. */
    public void clear(float[] values) {
        if (values.length < size) {
            throw new ShapeException(
                    "the mask of '" + name + "' is for " + size + " weights, got " + values.length + " values");
        }
        for (int i = kept.nextClearBit(0); i < size; i = kept.nextClearBit(i + 1)) {
            values[i] = 0;
        }
    }

    /** Same name, same size, same weights kept. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Mask mask && name.equals(mask.name) && size == mask.size && kept.equals(mask.kept);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + kept.hashCode();
    }

    /** {@code fc6.weight: 3397386 of 37748736 kept}. */
    @Override
    public String toString() {
        return name + ": " + kept() + " of " + size + " kept";
    }
}
