package dev.lathe.backend.cpu;

import java.util.Arrays;

/** Plain Java, for a JVM started without the vector module. */
final class ScalarSparseLoops implements SparseLoops {
    private static final int ROWS = 8;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public void gather(float[] w, short[] columns, int at, int steps, float[] x, int xAt, int[] spare, float[] sums) {
        Arrays.fill(sums, 0, ROWS, 0);
        for (int k = at; k < at + steps * ROWS; k += ROWS) {
            for (int r = 0; r < ROWS; r++) {
                sums[r] += w[k + r] * x[xAt + Short.toUnsignedInt(columns[k + r])];
            }
        }
    }
}
