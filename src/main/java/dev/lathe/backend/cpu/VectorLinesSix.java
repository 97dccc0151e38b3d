package dev.lathe.backend.cpu;

/** F(4, 3) in vectors: the passes of {@link VectorWinogradFour} along one of its axes. */
final class VectorLinesSix implements VectorLines {
    private static final int TOGETHER = WinogradLoops.TOGETHER;

    @Override
    public LineMatrices matrices() {
        return LineMatrices.THREE;
    }

    @Override
    public void vectors(float[] x, int at, int step, float[] y, int to, int count) {
        for (int i = 0; i < count; i += TOGETHER) {
            VectorWinogradFour.input(x, at + i, step, y, to + i, step, Math.min(TOGETHER, count - i));
        }
    }

    @Override
    public void output(float[] m, int at, int step, int count) {
        for (int i = 0; i < count; i += TOGETHER) {
            VectorWinogradFour.output(m, at + i, step, m, at + i, step, Math.min(TOGETHER, count - i));
        }
    }
}
