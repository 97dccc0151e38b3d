package dev.lathe.container;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values of a tensor, told apart by their bits: -0 is not +0, and every NaN is itself.
 *
 * @param values ascending, -0 before +0
 * @param codes the index in {@code values} of each element
 * @param counts how often each value occurs
 */
record Distinct(float[] values, char[] codes, long[] counts) {
    /** More distinct values than this are no codebook. */
    static final int MOST = 1 << Character.SIZE;

    private static final int SLOT_BITS = Character.SIZE + 2;

    /** Those of the first {@code count} of {@code elements}; null when there are more than {@link #MOST}. */
    static @Nullable Distinct of(float[] elements, int count) {
        int[] slots = new int[1 << SLOT_BITS];
        int[] found = new int[64];
        int distinct = 0;
        char[] codes = new char[count];
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(elements[i]);
            // A slot holds 1 + the number of the value that lies there.
            int slot = bits * 0x9E3779B1 >>> (Integer.SIZE - SLOT_BITS);
            while (slots[slot] != 0 && found[slots[slot] - 1] != bits) {
                slot = (slot + 1) & (slots.length - 1);
            }
            if (slots[slot] == 0) {
                if (distinct == MOST) {
                    return null;
                }
                if (distinct == found.length) {
                    found = Arrays.copyOf(found, 2 * distinct);
                }
                found[distinct] = bits;
                slots[slot] = ++distinct;
            }
            codes[i] = (char) (slots[slot] - 1);
        }
        return sorted(Arrays.copyOf(found, distinct), codes);
    }

    private static Distinct sorted(int[] found, char[] codes) {
        int[] keys = Arrays.stream(found).map(Distinct::key).sorted().toArray();
        char[] ranks = new char[found.length];
        for (int i = 0; i < found.length; i++) {
            ranks[i] = (char) Arrays.binarySearch(keys, key(found[i]));
        }
        long[] counts = new long[found.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = ranks[codes[i]];
            counts[codes[i]]++;
        }
        float[] values = new float[keys.length];
        for (int i = 0; i < keys.length; i++) {
            values[i] = Float.intBitsToFloat(key(keys[i]));
        }
        return new Distinct(values, codes, counts);
    }

    /** Bits of a float as an integer of the same order, and back. */
    private static int key(int bits) {
        return bits ^ (bits >> (Integer.SIZE - 1) & Integer.MAX_VALUE);
    }

    /** Index of +0; -1 when no element is +0. */
    int zero() {
        for (int i = 0; i < values.length; i++) {
            if (isZero(values[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Whether {@code value} is +0, the only one that a sparse encoding leaves out. */
    static boolean isZero(float value) {
        return Float.floatToRawIntBits(value) == 0;
    }

    /** The values without +0. */
    float[] nonZero() {
        int zero = zero();
        if (zero < 0) {
            return values;
        }
        float[] others = new float[values.length - 1];
        System.arraycopy(values, 0, others, 0, zero);
        System.arraycopy(values, zero + 1, others, zero, others.length - zero);
        return others;
    }
}
