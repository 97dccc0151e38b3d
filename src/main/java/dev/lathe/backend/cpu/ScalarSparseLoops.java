package dev.lathe.backend.cpu;

import java.util.Arrays;

/** Plain Java, for a JVM started without the vector module. */
final class ScalarSparseLoops implements SparseLoops {
    private static final int ROWS = 8;
    private static final int POSITIONS = 16;

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

    @Override
    public int positions() {
        return POSITIONS;
    }

    @Override
    public void sum(
            KeptWeights filters,
            int from,
            int to,
            float[] columns,
            int at,
            int count,
            ChannelLoops.Finish finish,
            float[] sums) {
        for (int f = from; f < to; f++) {
            int sum = (f - from) * POSITIONS;
            Arrays.fill(sums, sum, sum + count, 0);
            for (int k = filters.starts()[f]; k < filters.starts()[f + 1]; k++) {
                float weight = filters.weights()[k];
                int column = at + filters.columns()[k] * POSITIONS;
                for (int i = 0; i < count; i++) {
                    sums[sum + i] += weight * columns[column + i];
                }
            }
            for (int i = sum; i < sum + count; i++) {
                sums[i] = Math.min(Math.max(sums[i] + finish.bias()[f], finish.low()), finish.high());
            }
        }
    }
}
