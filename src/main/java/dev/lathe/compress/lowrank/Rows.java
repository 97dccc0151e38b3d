package dev.lathe.compress.lowrank;

import dev.lathe.error.DataException;
import dev.lathe.error.InputException;

/**
 * Samples in floats, looked at some hundred at a time as matrices of doubles.
 *
 * @param values sample after sample; may be longer
 * @param samples how many
 * @param size values of each
 */
record Rows(float[] values, int samples, int size) {
    static final int BLOCK = 256;

    Rows {
        if (samples < 0 || values.length < (long) samples * size) {
            throw new InputException(values.length + " values for " + samples + " samples of " + size);
        }
    }

    /** From {@code first} on, at most BLOCK. */
    Matrix block(int first) {
        Matrix block = Matrix.zeros(Math.min(BLOCK, samples - first), size);
        for (int i = 0; i < block.height(); i++) {
            double[] row = block.row(i);
            for (int j = 0; j < size; j++) {
                row[j] = values[(first + i) * size + j];
                if (!Double.isFinite(row[j])) {
                    throw new DataException(
                            "entry " + j + " of sample " + (first + i) + " is " + row[j] + ", wanted finite ones");
                }
            }
        }
        return block;
    }
}
