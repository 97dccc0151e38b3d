package dev.lathe.backend.cpu;

/** Plain Java, for a JVM started without the vector module. */
record ScalarLineLoops(LineMatrices matrices) implements LineLoops {
    @Override
    public void input(float[] x, int at, int step, float[] y, int to, int yStep, int count) {
        new ScalarAxisLoops(matrices.input()).input(x, at, step, y, to, yStep, count);
    }

    @Override
    public void output(float[] m, int at, int step, int count) {
        float[] results = new float[matrices.out()];
        for (int i = 0; i < count; i++) {
            ScalarAxisLoops.combine(matrices.result(), m, at + i, step, results, 0, 1);
            for (int r = 0; r < results.length; r++) {
                m[at + r * step + i] = results[r];
            }
        }
    }
}
