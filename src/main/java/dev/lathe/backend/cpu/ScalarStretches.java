package dev.lathe.backend.cpu;

import java.util.Arrays;

/** Plain Java, for a JVM started without the vector module. */
final class ScalarStretches implements Stretches {
    @Override
    public void gatherColumns(float[] x, int[] offsets, int k0, int depth, int at, int width, float[] packed) {
        for (int k = 0; k < depth; k++) {
            System.arraycopy(x, offsets[k0 + k] + at, packed, k * width, width);
        }
    }

    @Override
    public void packColumns(
            float[] x, int at, int step, int depth, int count, float[] packed, int packedAt, int width) {
        for (int k = 0; k < depth; k++) {
            System.arraycopy(x, at + k * step, packed, packedAt + k * width, count);
        }
    }

    @Override
    public void gatherRows(float[] x, int[] offsets, int depth, Runs runs, int rows, float[] packed, int packedAt) {
        for (int k = 0; k < depth; k++) {
            gatherRow(x, offsets[k], runs, rows, packed, packedAt + k * rows);
        }
    }

    /** One term of {@link #gatherRows}. */
    static void gatherRow(float[] x, int offset, Runs runs, int rows, float[] packed, int at) {
        for (int run = 0; run < runs.rows().length; run++) {
            int first = runs.rows()[run];
            int end = run + 1 < runs.rows().length ? runs.rows()[run + 1] : rows;
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

    @Override
    public void largest(float[] x, int[] shifts, float[] y, int count) {
        System.arraycopy(x, shifts[0], y, 0, count);
        for (int t = 1; t < shifts.length; t++) {
            for (int i = 0; i < count; i++) {
                y[i] = Math.max(y[i], x[i + shifts[t]]);
            }
        }
    }

    @Override
    public void everySecond(float[] x, int from, float[] y, int to, int count) {
        for (int i = 0; i < count; i++) {
            y[to + i] = x[from + 2 * i];
        }
    }

    @Override
    public void finish(float[] sums, int from, float[] y, int to, int count, Finish finish) {
        for (int i = 0; i < count; i++) {
            y[to + i] = finish.result(sums[from + i], to + i);
        }
    }
}
