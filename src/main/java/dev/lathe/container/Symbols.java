package dev.lathe.container;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor by the numbers of its distinct values, which are told apart by their bits: -0 is not +0, and every NaN is
 * itself. +0 has a number of its own, being the one that sparse encodings leave out.
 *
 * @param values the distinct values other than +0, ascending by {@link FloatOrder}
 * @param codes of each element: 0 for +0, else 1 + its index in {@code values}
 * @param counts how often each code occurs
 */
record Symbols(float[] values, char[] codes, long[] counts) {
    /** More values than these are no codebook. */
    static final int MOST_VALUES = Character.MAX_VALUE;

    private static final int SLOT_BITS = Character.SIZE + 2;

    /** Those of {@code elements}; null when there are too many values. */
    static @Nullable Symbols of(float[] elements) {
        // A slot holds the code of the value that lies there; codes are given in the order of appearance at first.
        char[] slots = new char[1 << SLOT_BITS];
        int[] found = new int[64];
        int values = 0;
        char[] codes = new char[elements.length];
        for (int i = 0; i < elements.length; i++) {
            int bits = Float.floatToRawIntBits(elements[i]);
            if (bits == 0) {
                continue;
            }
            int slot = bits * 0x9E3779B1 >>> (Integer.SIZE - SLOT_BITS);
            while (slots[slot] != 0 && found[slots[slot] - 1] != bits) {
                slot = (slot + 1) & (slots.length - 1);
            }
            if (slots[slot] == 0) {
                if (values == MOST_VALUES) {
                    return null;
                }
                if (values == found.length) {
                    found = Arrays.copyOf(found, 2 * values);
                }
                found[values] = bits;
                slots[slot] = (char) ++values;
            }
            codes[i] = slots[slot];
        }
        return sorted(Arrays.copyOf(found, values), codes);
    }

    private static Symbols sorted(int[] found, char[] codes) {
        int[] places = Arrays.stream(found).map(FloatOrder::flipped).sorted().toArray();
        char[] sorted = new char[found.length + 1];
        for (int i = 0; i < found.length; i++) {
            sorted[i + 1] = (char) (1 + Arrays.binarySearch(places, FloatOrder.flipped(found[i])));
        }
        long[] counts = new long[sorted.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = sorted[codes[i]];
            counts[codes[i]]++;
        }
        float[] values = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            values[i] = FloatOrder.at(places[i]);
        }
        return new Symbols(values, codes, counts);
    }

    /** Whether {@code value} is +0. */
    static boolean isZero(float value) {
        return Float.floatToRawIntBits(value) == 0;
    }
}
