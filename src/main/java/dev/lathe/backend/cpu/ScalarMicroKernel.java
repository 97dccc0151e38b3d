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
            int terms,
            Panels right,
            float[] sums,
            int at,
            int step,
            boolean accumulate) {
        for (int row = 0; row < count; row++) {
            int a = left.starts()[first + row] + offset;
            for (int panel = 0; panel < right.count(); panel++) {
                int to = at + panel * step + row * right.width();
                if (!accumulate) {
                    Arrays.fill(sums, to, to + right.width(), 0);
                }
                multiplyRow(left.x(), a, terms, right, panel, sums, to);
            }
        }
    }

    private static void multiplyRow(float[] x, int a, int terms, Panels right, int panel, float[] sums, int to) {
        int width = right.width();
        float[] row = Arrays.copyOfRange(sums, to, to + width);
        for (int term = 0; term < terms; term++) {
            float factor = x[a + term];
            int b = right.at() + panel * right.step() + term * width;
            for (int j = 0; j < width; j++) {
                row[j] += factor * right.b()[b + j];
            }
        }
        System.arraycopy(row, 0, sums, to, width);
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
