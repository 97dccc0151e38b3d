package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;

/** F(4, 3) in vectors: the passes of {@link VectorWinogradFour} along one of its axes. */
final class VectorLinesSix implements LineLoops {
    private static final int LANES = FloatVector.SPECIES_PREFERRED.length();
    private static final int TOGETHER = WinogradLoops.TOGETHER;

    private final LineLoops few = new ScalarLineLoops(LineMatrices.THREE);

    @Override
    public LineMatrices matrices() {
        return LineMatrices.THREE;
    }

    @Override
    public void input(float[] x, int at, int step, float[] y, int to) {
        if (step < LANES) {
            few.input(x, at, step, y, to);
            return;
        }
        int whole = FloatVector.SPECIES_PREFERRED.loopBound(step);
        for (int i = 0; i < whole; i += TOGETHER) {
            VectorWinogradFour.input(x, at + i, step, y, to + i, step, Math.min(TOGETHER, whole - i));
        }
        if (whole < step) {
            int last = step - LANES;
            VectorWinogradFour.input(x, at + last, step, y, to + last, step, LANES);
        }
    }

    @Override
    public void output(float[] m, int at, int step, int count) {
        for (int i = 0; i < count; i += TOGETHER) {
            VectorWinogradFour.output(m, at + i, step, m, at + i, step, Math.min(TOGETHER, count - i));
        }
    }
}
