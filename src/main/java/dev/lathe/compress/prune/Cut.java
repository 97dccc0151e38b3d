package dev.lathe.compress.prune;

import java.util.BitSet;
import java.util.Collection;

/**
 * Where weights are cut: magnitudes above a limit are kept, and so many equal to it, the first that are met.
 *
 * <p>The limit that keeps a given number is found without sorting, by counting: the bits of |w| as an integer are in
 * the order of |w|. The upper half of the bits is counted first, then the lower half of those that share the limit's
 * upper half.
 */
final class Cut {
    private static final int LOW_BITS = 16;
    private static final int HALF = 1 << LOW_BITS;

    private final int limit;
    private long ties;

    private Cut(int limit, long ties) {
        this.limit = limit;
        this.ties = ties;
    }

    /** Keeps |w| &ge; {@code threshold}. */
    static Cut below(double threshold) {
        float limit = (float) threshold;
        // No float lies between the two, so it is only the limit itself that rounding can put on the wrong side.
        return new Cut(Float.floatToIntBits(limit), limit < threshold ? 0 : Long.MAX_VALUE);
    }

    /** Keeps the {@code share} of largest magnitudes of {@code layers} together, see {@link PruneRule}. */
    static Cut keeping(double share, Collection<Weights> layers) {
        long size = layers.stream().mapToLong(layer -> layer.values().size()).sum();
        long kept = share == 0 ? 0 : Math.max(1, Math.round(share * size));
        if (kept == 0 || size == 0) {
            return new Cut(Integer.MAX_VALUE, 0);
        }
        Counts upper = Counts.of(layers, -1);
        int high = upper.holding(kept);
        Counts lower = Counts.of(layers, high);
        long left = kept - upper.above(high);
        int low = lower.holding(left);
        return new Cut(high << LOW_BITS | low, left - lower.above(low));
    }

    /** How many magnitudes have each value of one half of their bits. */
    private record Counts(long[] counts) {
        /** Of the upper half; or of the lower half of those whose upper half is {@code high}, unless that is -1. */
        static Counts of(Collection<Weights> layers, int high) {
            long[] counts = new long[HALF];
            for (Weights layer : layers) {
                float[] values = layer.values().floats();
                for (int i = 0; i < layer.values().size(); i++) {
                    int magnitude = magnitude(values[i]);
                    if (high == -1) {
                        counts[magnitude >>> LOW_BITS]++;
                    } else if (magnitude >>> LOW_BITS == high) {
                        counts[magnitude & (HALF - 1)]++;
                    }
                }
            }
            return new Counts(counts);
        }

        /** The highest half that at least {@code wanted} reach. */
        int holding(long wanted) {
            long met = 0;
            int half = HALF;
            while (met < wanted) {
                half--;
                met += counts[half];
            }
            return half;
        }

        /** How many have a higher half than {@code half}. */
        long above(int half) {
            long met = 0;
            for (int i = half + 1; i < HALF; i++) {
                met += counts[i];
            }
            return met;
        }
    }

    private static int magnitude(float value) {
        return Float.floatToRawIntBits(value) & Integer.MAX_VALUE;
    }

    /** The mask of a layer; layers have to come in one order, as ties are used up. */
    Mask mask(String name, Weights weights) {
        float[] values = weights.values().floats();
        int size = weights.values().size();
        BitSet kept = new BitSet(size);
        for (int i = 0; i < size; i++) {
            int magnitude = magnitude(values[i]);
            if (magnitude > limit || magnitude == limit && ties-- > 0) {
                kept.set(i);
            }
        }
        return new Mask(name, size, kept);
    }
}
