package dev.lathe.backend.cpu;

import java.util.Arrays;

/** The same sums in plain Java, for a JVM started without the vector module. */
final class ScalarMicroKernel implements MicroKernel {
    private static final int COLUMNS = 16;

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void multiply(
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean accumulate) {
        float[] sums = new float[COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            int at = cAt + row * cStride;
            if (accumulate) {
                System.arraycopy(c, at, sums, 0, COLUMNS);
            } else {
                Arrays.fill(sums, 0);
            }
            for (int k = 0; k < depth; k++) {
                float factor = a[aAt + k * ROWS + row];
                for (int j = 0; j < COLUMNS; j++) {
                    sums[j] += factor * b[bAt + k * COLUMNS + j];
                }
            }
            System.arraycopy(sums, 0, c, at, COLUMNS);
        }
    }

    @Override
    public void gatherColumns(float[] x, int[] offsets, int k0, int depth, int at, float[] packed, int packedAt) {
        for (int k = 0; k < depth; k++) {
            System.arraycopy(x, offsets[k0 + k] + at, packed, packedAt + k * COLUMNS, COLUMNS);
        }
    }

    @Override
    public void gatherRows(float[] x, int[] offsets, int depth, Runs runs, float[] packed, int packedAt) {
        for (int k = 0; k < depth; k++) {
            gatherRow(x, offsets[k], runs, packed, packedAt + k * ROWS);
        }
    }

    /** One term of {@link #gatherRows}. */
    static void gatherRow(float[] x, int offset, Runs runs, float[] packed, int at) {
        for (int run = 0; run < runs.rows().length; run++) {
            int first = runs.rows()[run];
            int end = run + 1 < runs.rows().length ? runs.rows()[run + 1] : ROWS;
            for (int row = first; row < end; row++) {
                packed[at + row] = x[offset + runs.starts()[run] + row - first];
            }
        }
    }

    @Override
    public void correlate(float[] x, int[] shifts, float[] weights, int weightsAt, float[] y, int count) {
        Arrays.fill(y, 0, count, 0);
        for (int t = 0; t < shifts.length; t++) {
            float weight = weights[weightsAt + t];
            for (int i = 0; i < count; i++) {
                y[i] += weight * x[i + shifts[t]];
            }
        }
    }
}
