package dev.lathe.backend.cpu;

import dev.lathe.error.LimitException;
import dev.lathe.tensor.Shape;

/** Matrices laid out in the order in which {@link MicroKernel} reads them. */
final class Packing {
    /** Most terms per pass: a packed panel of the right operand of this depth stays in the first-level cache. */
    private static final int MAX_TERMS = 288;

    private Packing() {}

    /** Terms per pass of sums of {@code depth} terms: passes of about the same length. */
    static int terms(int depth) {
        return Math.ceilDiv(depth, Math.max(1, Math.ceilDiv(depth, MAX_TERMS)));
    }

    static int roundUp(int value, int unit) {
        return Math.ceilDiv(value, unit) * unit;
    }

    /**
     * Left operand: panels of {@link MicroKernels#ROWS} rows, each panel [k][ROWS], missing rows zero.
     *
     * @param a elements at {@code at + row·rowStep + k·depthStep}
     */
    static float[] left(float[] a, int at, int rows, int rowStep, int depth, int depthStep) {
        int unit = MicroKernels.ROWS;
        float[] packed = new float[length(rows, depth, unit)];
        left(a, at, rows, rowStep, depth, depthStep, packed);
        return packed;
    }

    /** As the other {@code left}, into {@code packed}. */
    static void left(float[] a, int at, int rows, int rowStep, int depth, int depthStep, float[] packed) {
        int unit = MicroKernels.ROWS;
        for (int row = 0; row < roundUp(rows, unit); row++) {
            int to = row / unit * unit * depth + row % unit;
            for (int k = 0; k < depth; k++) {
                packed[to + k * unit] = row < rows ? a[at + row * rowStep + k * depthStep] : 0;
            }
        }
    }

    /**
     * Length of {@code count} packed rows or columns.
     *
     * @throws LimitException if no array is as long
     */
    static int length(int count, int depth, int unit) {
        return Shape.of((long) Math.ceilDiv(count, unit) * unit, depth).size();
    }

    /**
     * One panel of the right operand: [k][unit], missing columns zero.
     *
     * @param b elements at {@code at + k·depthStep + column·columnStep}
     */
    static void right(
            float[] b,
            int at,
            int columns,
            int columnStep,
            int depth,
            int depthStep,
            float[] packed,
            int packedAt,
            int unit) {
        for (int k = 0; k < depth; k++) {
            int from = at + k * depthStep;
            int to = packedAt + k * unit;
            if (columnStep == 1) {
                System.arraycopy(b, from, packed, to, columns);
            } else {
                for (int j = 0; j < columns; j++) {
                    packed[to + j] = b[from + j * columnStep];
                }
            }
            for (int j = columns; j < unit; j++) {
                packed[to + j] = 0;
            }
        }
    }
}
