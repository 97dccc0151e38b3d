package dev.lathe.backend.cpu;

/** Plain Java, for a JVM started without the vector module, and for fewer channels than a vector has lanes. */
record ScalarWinogradLoops(WinogradMatrices matrices) implements WinogradLoops {
    @Override
    public void input(float[] x, int at, int step, float[] y, int to, int yStep, int count) {
        for (int i = 0; i < count; i++) {
            combine(matrices.input(), x, at + i, step, y, to + i, yStep);
        }
    }

    @Override
    public void rest(float[] kept, int at, int length, float[] rest) {
        for (int j = 0; j < length; j++) {
            combine(matrices.rest(), kept, at + j, length, rest, Packing.LEAD + j, length);
        }
    }

    @Override
    public void output(float[] m, int at, int step, int count, float[] y, float[] work) {
        int side = matrices.side();
        int out = matrices.out();
        for (int j = 0; j < count; j++) {
            for (int s = 0; s < side; s++) {
                combine(matrices.result(), m, at + j + s * step, side * step, work, s, side);
            }
            for (int r = 0; r < out; r++) {
                combine(matrices.result(), work, r * side, 1, y, r * out * TOGETHER + j, TOGETHER);
            }
        }
    }

    /** {@code y[yAt + i·yStep] = sum over j of matrix[i][j]·x[at + j·step]}. */
    static void combine(float[][] matrix, float[] x, int at, int step, float[] y, int yAt, int yStep) {
        for (int i = 0; i < matrix.length; i++) {
            float sum = 0;
            for (int j = 0; j < matrix[i].length; j++) {
                // zeros are left out so that they do not turn infinities into NaN
                if (matrix[i][j] != 0) {
                    sum += matrix[i][j] * x[at + j * step];
                }
            }
            y[yAt + i * yStep] = sum;
        }
    }
}
