package dev.lathe.compress.lowrank;

import dev.lathe.error.DataException;

/**
 * The weights of one group of a convolution, or a matrix as a kernel of one tap.
 *
 * @param outputs T, channels of the result
 * @param inputs S, channels of the operand
 * @param taps K, positions of the window: its height times its width; 1 for a matrix
 * @param values [outputs][inputs][taps], row by row, as in ONNX; not copied, and never changed here
 */
public record Kernel(int outputs, int inputs, int taps, float[] values) {
    /** @throws DataException if an extent is below 1, values are too few or too many, or one is NaN or infinite */
    public Kernel {
        String extents = extents(outputs, inputs, taps);
        if (outputs < 1 || inputs < 1 || taps < 1) {
            throw new DataException("a kernel of " + extents + " weights, wanted extents of at least 1");
        }
        // in double, where it cannot wrap around
        if (values.length != (double) outputs * inputs * taps) {
            throw new DataException("a kernel of " + extents + " weights has " + values.length + " values");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new DataException(
                        "weight " + i + " of a kernel of " + extents + " is " + values[i] + ", wanted finite weights");
            }
        }
    }

    private static String extents(int outputs, int inputs, int taps) {
        return outputs + "x" + inputs + "x" + taps;
    }

    /** "TxSxK" */
    String extents() {
        return extents(outputs, inputs, taps);
    }

    /** The kernel whose unfolding by outputs is {@code unfolded}, rounded. */
    static Kernel of(Matrix unfolded, int taps) {
        int width = unfolded.columns();
        float[] values = new float[Math.multiplyExact(unfolded.height(), width)];
        for (int t = 0; t < unfolded.height(); t++) {
            double[] row = unfolded.row(t);
            for (int i = 0; i < width; i++) {
                values[t * width + i] = (float) row[i];
            }
        }
        return new Kernel(unfolded.height(), width / taps, taps, values);
    }

    /** Whether it is a matrix: one tap. */
    public boolean isMatrix() {
        return taps == 1;
    }

    /** Square root of the sum of squares. */
    public double norm() {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /** The unfolding by outputs, T x (S·K). */
    Matrix unfolded() {
        double[][] rows = new double[outputs][inputs * taps];
        for (int t = 0; t < outputs; t++) {
            for (int i = 0; i < rows[t].length; i++) {
                rows[t][i] = values[t * rows[t].length + i];
            }
        }
        return new Matrix(rows);
    }
}
