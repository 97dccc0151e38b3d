package dev.lathe.backend.cpu;

import java.util.Arrays;

/** Tiles in plain Java, for a JVM started without the vector module. */
final class ScalarMicroKernel implements MicroKernel {
    private static final int ROWS = 6;
    private static final int COLUMNS = 16;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void multiply(
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean accumulate) {
        multiply(depth, a, aAt, b, bAt, c, cAt, cStride, accumulate, new float[COLUMNS]);
    }

    @Override
    public void multiplyHalf(
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean accumulate) {
        multiply(depth, a, aAt, b, bAt, c, cAt, cStride, accumulate, new float[COLUMNS / 2]);
    }

    private static void multiply(
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate,
            float[] sums) {
        int columns = sums.length;
        for (int row = 0; row < ROWS; row++) {
            int at = cAt + row * cStride;
            if (accumulate) {
                System.arraycopy(c, at, sums, 0, columns);
            } else {
                Arrays.fill(sums, 0);
            }
            for (int k = 0; k < depth; k++) {
                float factor = a[aAt + k * ROWS + row];
                for (int j = 0; j < columns; j++) {
                    sums[j] += factor * b[bAt + k * columns + j];
                }
            }
            System.arraycopy(sums, 0, c, at, columns);
        }
    }

    @Override
    public void multiplyRow(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt) {
        Arrays.fill(c, cAt, cAt + COLUMNS, 0);
        for (int k = 0; k < depth; k++) {
            float factor = a[aAt + k * aStep];
            for (int j = 0; j < COLUMNS; j++) {
                c[cAt + j] += factor * b[bAt + k * COLUMNS + j];
            }
        }
    }
}
