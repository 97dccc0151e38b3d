package dev.lathe.compress.entropy;

import java.util.Arrays;

/**
 * How likely a one is, for each of several kinds of bits. The n-th bit of a kind moves its probability by 1/(n+1.5) of
 * what was missing, so that it learns quickly at first, and from the 255th on always by as much, so that it can follow
 * a change. In whole numbers only: the same everywhere.
 */
final class AdaptiveBits {
    /** Bits of a probability as the coder takes it. */
    static final int PRECISION = 16;

    private static final int ONE = 1 << 28;
    private static final int SHIFT = 12;
    private static final int MOST_SEEN = 255;
    private static final int[] RATES = rates();
    /** Keeps an unlikely bit below 12 bits of code. */
    private static final int LEAST = 1 << (PRECISION - 12);

    private final int[] probabilities;
    private final byte[] seen;

    /** @param before bits of each kind, half of them ones, that it is to act as if it had seen */
    AdaptiveBits(int kinds, int before) {
        probabilities = new int[kinds];
        Arrays.fill(probabilities, ONE / 2);
        seen = new byte[kinds];
        Arrays.fill(seen, (byte) before);
    }

    /** 2<sup>16</sup>/(n+1.5). */
    private static int[] rates() {
        int[] rates = new int[MOST_SEEN + 1];
        Arrays.setAll(rates, n -> (1 << 17) / (2 * n + 3));
        return rates;
    }

    /** That the next bit of {@code kind} is a one, in units of 2<sup>-16</sup>, neither none nor certain. */
    int probability(int kind) {
        int probability = probabilities[kind] >> SHIFT;
        return Math.max(LEAST, Math.min((1 << PRECISION) - LEAST, probability));
    }

    void update(int kind, int bit) {
        int n = seen[kind] & 0xff;
        long missing = (bit == 0 ? 0 : ONE) - probabilities[kind];
        probabilities[kind] += (int) (missing * RATES[n] >> 16);
        if (n < MOST_SEEN) {
            seen[kind]++;
        }
    }
}
