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
            Rows left,
            int first,
            int count,
            int offset,
            Runs runs,
            int width,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate) {
        float[] sums = new float[width];
        for (int row = 0; row < count; row++) {
            int a = left.starts()[first + row] + offset;
            multiplyRow(left.x(), a, runs, b, bAt, c, cAt + row * cStride, accumulate, sums);
        }
    }

    private static void multiplyRow(
            float[] x, int a, Runs runs, float[] b, int bAt, float[] c, int cAt, boolean accumulate, float[] sums) {
        int columns = sums.length;
        if (accumulate) {
            System.arraycopy(c, cAt, sums, 0, columns);
        } else {
            Arrays.fill(sums, 0);
        }
        for (int term = 0; term < runs.terms(); term++) {
            float factor = x[a + term / runs.length() * runs.step() + term % runs.length()];
            for (int j = 0; j < columns; j++) {
                sums[j] += factor * b[bAt + term * columns + j];
            }
        }
        System.arraycopy(sums, 0, c, cAt, columns);
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

    @Override
    public void dots(int depth, float[] a, int aAt, float[] b, int bAt, int bStep, int columns, float[] c, int cAt) {
        for (int j = 0; j < columns; j++) {
            float sum = 0;
            for (int k = 0; k < depth; k++) {
                sum += a[aAt + k] * b[bAt + j * bStep + k];
            }
            c[cAt + j] = sum;
        }
    }
}
