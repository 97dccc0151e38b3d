package dev.lathe.compress;

import dev.lathe.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How many weights are not zero, and how many values they have.
 *
 * @param distinct null beyond {@value #MOST}
 */
record WeightValues(long nonZero, @Nullable Integer distinct) {
    /** What codes of 12 bits can tell apart. */
    private static final int MOST = 4096;

    /** A power of two well above {@link #MOST}, so that the table of values stays sparse. */
    private static final int SLOTS = 4 * MOST;

    static WeightValues of(Tensor weights) {
        float[] values = weights.floats();
        int[] table = new int[SLOTS];
        long nonZero = 0;
        int distinct = 0;
        for (int i = 0; i < weights.size(); i++) {
            if (values[i] != 0) {
                nonZero++;
                distinct += distinct <= MOST && isNew(table, Float.floatToRawIntBits(values[i])) ? 1 : 0;
            }
        }
        return new WeightValues(nonZero, distinct > MOST ? null : distinct);
    }

    /** Puts {@code bits}, not 0, into the open-addressing {@code table}, unless they are there. */
    private static boolean isNew(int[] table, int bits) {
        int slot = (bits * 0x9E3779B9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
        while (table[slot] != 0 && table[slot] != bits) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        boolean isNew = table[slot] == 0;
        table[slot] = bits;
        return isNew;
    }
}
