package dev.lathe.container;

import dev.lathe.compress.entropy.BitReader;
import dev.lathe.compress.entropy.BitWriter;
import dev.lathe.error.ModelException;

/**
 * The distinct values of a tensor, ascending by {@link FloatOrder}. In the file: how many, four bytes of the first
 * one's place in that order, and {@link CodedSymbols} of the steps from each to the next. The symbol of a step is the
 * number of bits below its highest one; these follow the symbol, lowest first.
 */
record Codebook(float[] values, CodedSymbols steps) {
    private static final int STEP_SIZES = 32;

    static Codebook of(float[] values) {
        long[] counts = new long[STEP_SIZES];
        long bits = 0;
        for (int i = 1; i < values.length; i++) {
            int below = below(step(values, i));
            counts[below]++;
            bits += below;
        }
        return new Codebook(values, CodedSymbols.of(counts, bits));
    }

    private static long step(float[] values, int i) {
        return (long) FloatOrder.place(values[i]) - FloatOrder.place(values[i - 1]);
    }

    private static int below(long step) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(step);
    }

    int size() {
        return values.length;
    }

    int negatives() {
        return negatives(values);
    }

    /** How many of {@code values}, which are ascending, have a sign bit. */
    static int negatives(float[] values) {
        int negatives = 0;
        while (negatives < values.length && FloatOrder.place(values[negatives]) < 0) {
            negatives++;
        }
        return negatives;
    }

    long totalBytes() {
        int size = PayloadWriter.sizeOf(values.length);
        return values.length == 0 ? size : size + Integer.BYTES + steps.totalBytes();
    }

    void write(PayloadWriter to) {
        to.number(values.length);
        if (values.length == 0) {
            return;
        }
        to.integer(FloatOrder.place(values[0]));
        BitWriter text = steps.begin();
        for (int i = 1; i < values.length; i++) {
            long step = step(values, i);
            int below = below(step);
            steps.code().write(below, text);
            text.write(step - (1L << below), below);
        }
        CodedSymbols.end(text, to);
    }

    /** The values that {@link #write} wrote. */
    static float[] read(PayloadReader from) {
        float[] values = new float[from.number("the number of values in the codebook", 0, Symbols.MOST_VALUES)];
        if (values.length == 0) {
            return values;
        }
        long place = from.integer();
        values[0] = FloatOrder.at((int) place);
        CodedSymbols.Text steps = CodedSymbols.read(STEP_SIZES, from, "steps of the codebook");
        BitReader bits = steps.bits();
        for (int i = 1; i < values.length; i++) {
            int below = steps.next();
            place += (1L << below) + (bits.read(below) & 0xffffffffL);
            if (place > Integer.MAX_VALUE) {
                throw new ModelException("the codebook leaves the range of floats");
            }
            values[i] = FloatOrder.at((int) place);
        }
        steps.finish();
        return values;
    }
}
