package dev.lathe.compress.entropy;

import java.util.Arrays;

/**
 * How often each distance between neighbouring kept positions occurs, and what that costs as a relative index: with
 * {@code width} bits a distance 1 to 2^width is the code distance-1, and a longer one is led by fillers, entries of
 * distance 2^width whose weight is zero (Han et al., "Deep Compression", 2016, section 2). One thread at a time.
 */
public final class Gaps {
    /** Bits of the widest index. */
    public static final int WIDEST = 16;

    private final long[] near = new long[1 << WIDEST];
    private int longest;
    private int[] far = new int[16];
    private int farCount;

    /** Counts one {@code gap}, at least 1. */
    public void add(int gap) {
        longest = Math.max(longest, gap);
        if (gap <= near.length) {
            near[gap - 1]++;
            return;
        }
        if (farCount == far.length) {
            far = Arrays.copyOf(far, 2 * farCount);
        }
        far[farCount++] = gap;
    }

    /** The widest index worth a look: a wider one would have no use for its last bit. */
    public int widest() {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(longest, 2) - 1);
        return Math.min(WIDEST, bits);
    }

    /**
     * What an index of {@code width} bits stores.
     *
     * @param codes how often each code occurs, fillers counted
     * @param fillers entries that only bridge a long gap
     */
    public record Index(int width, long[] codes, long fillers) {
        /** Entries in all. */
        public long entries() {
            return Arrays.stream(codes).sum();
        }
    }

    /** The counts of an index with {@code width} bits, 1 to {@link #WIDEST}. */
    public Index index(int width) {
        long[] codes = new long[1 << width];
        long fillers = 0;
        for (int i = 0; i < Math.min(longest, near.length); i++) {
            codes[code(i + 1, width)] += near[i];
            fillers += near[i] * fillers(i + 1, width);
        }
        for (int i = 0; i < farCount; i++) {
            codes[code(far[i], width)]++;
            fillers += fillers(far[i], width);
        }
        codes[codes.length - 1] += fillers;
        return new Index(width, codes, fillers);
    }

    /** Fillers before an entry {@code gap} after the one before. */
    public static int fillers(int gap, int width) {
        return (gap - 1) >>> width;
    }

    /** Code of that entry, after its fillers. */
    public static int code(int gap, int width) {
        return (gap - 1) & ((1 << width) - 1);
    }
}
