package dev.lathe.backend.cpu;

/** Plain Java, for a JVM started without the vector module. */
record ScalarWinogradLoops(WinogradMatrices matrices) implements WinogradLoops {
    @Override
    public void input(float[] x, int at, int step, float[] y, int to, int yStep, int count) {
        new ScalarAxisLoops(matrices.input()).input(x, at, step, y, to, yStep, count);
    }

    @Override
    public void rest(float[] kept, int at, int length, float[] rest) {
        for (int j = 0; j < length; j++) {
            ScalarAxisLoops.combine(matrices.rest(), kept, at + j, length, rest, Packing.LEAD + j, length);
        }
    }

    @Override
    public void output(float[] m, int at, int step, int count, float[] y, float[] work) {
        int side = matrices.side();
        int out = matrices.out();
        for (int j = 0; j < count; j++) {
            for (int s = 0; s < side; s++) {
                ScalarAxisLoops.combine(matrices.result(), m, at + j + s * step, side * step, work, s, side);
            }
            for (int r = 0; r < out; r++) {
                ScalarAxisLoops.combine(matrices.result(), work, r * side, 1, y, r * out * TOGETHER + j, TOGETHER);
            }
        }
    }
}
