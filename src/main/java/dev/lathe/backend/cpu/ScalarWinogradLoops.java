package dev.lathe.backend.cpu;

/** Plain Java, for a JVM started without the vector module. */
record ScalarWinogradLoops(WinogradMatrices matrices) implements WinogradLoops {
    @Override
    public void inputColumns(float[] x, int at, int rowStep, float[] y, int yAt, int yStep, int count) {
        int side = matrices.side();
        for (int r = 0; r < side; r++) {
            combine(matrices.input()[r], x, at, rowStep, y, yAt + r * yStep, 1, count);
        }
    }

    @Override
    public void cut(float[] lines, int lineStep, int tiles, float[] windows, int at, int lane) {
        int side = matrices.side();
        for (int e = 0; e < side * side; e++) {
            int from = e / side * lineStep + e % side;
            int to = at + e * WINDOW_STEP + lane;
            for (int t = 0; t < tiles; t++) {
                windows[to + t] = lines[from + t * matrices.out()];
            }
        }
    }

    @Override
    public void output(float[] m, int at, int step, int tiles, float[] work) {
        int side = matrices.side();
        int out = matrices.out();
        int half = out * out * tiles;
        for (int i = 0; i < out; i++) {
            for (int s = 0; s < side; s++) {
                int to = half + (i * side + s) * tiles;
                combine(matrices.result()[i], m, at + s * step, side * step, work, to, 1, tiles);
            }
            for (int j = 0; j < out; j++) {
                int from = half + i * side * tiles;
                combine(matrices.result()[j], work, from, tiles, work, i * tiles * out + j, out, tiles);
            }
        }
    }

    /** {@code y[yAt + i·yStep] = sum over j of factors[j]·x[at + j·termStep + i]} for i in 0..count-1. */
    private static void combine(
            float[] factors, float[] x, int at, int termStep, float[] y, int yAt, int yStep, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i * yStep] = 0;
        }
        for (int j = 0; j < factors.length; j++) {
            float factor = factors[j];
            int from = at + j * termStep;
            // zeros are left out so that they do not turn infinities into NaN
            for (int i = 0; factor != 0 && i < count; i++) {
                y[yAt + i * yStep] += factor * x[from + i];
            }
        }
    }
}
