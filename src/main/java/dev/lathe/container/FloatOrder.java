package dev.lathe.container;

/**
 * All floats in one order, by their bits: as {@link Float#compare}, -0 before +0, but with every NaN in its own place,
 * before or after all numbers as its sign says.
 */
final class FloatOrder {
    private FloatOrder() {}

    /** The place of {@code value}; that of +0 is 0, and those of the values with a sign bit are negative. */
    static int place(float value) {
        return flipped(Float.floatToRawIntBits(value));
    }

    /** The value at {@code place}. */
    static float at(int place) {
        return Float.intBitsToFloat(flipped(place));
    }

    /** {@code bits}, or, if the sign bit is set, all others inverted. */
    static int flipped(int bits) {
        return bits ^ (bits >> (Integer.SIZE - 1) & Integer.MAX_VALUE);
    }
}
