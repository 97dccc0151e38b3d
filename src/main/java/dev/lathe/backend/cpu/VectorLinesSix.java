package dev.lathe.backend.cpu;

/** F(4, 3) in vectors: {@link VectorWinogradFour} along one of its axes. */
final class VectorLinesSix implements LineLoops {
    private static final int TOGETHER = WinogradLoops.TOGETHER;

    private final VectorWinogradFour both = new VectorWinogradFour();

    @Override
    public LineMatrices matrices() {
        return LineMatrices.THREE;
    }

    @Override
    public void input(float[] x, int at, int step, float[] y, int to, int yStep, int count) {
        both.input(x, at, step, y, to, yStep, count);
    }

    @Override
    public void output(float[] m, int at, int step, int count) {
        for (int i = 0; i < count; i += TOGETHER) {
            VectorWinogradFour.output(m, at + i, step, m, at + i, step, Math.min(TOGETHER, count - i));
        }
    }
}
