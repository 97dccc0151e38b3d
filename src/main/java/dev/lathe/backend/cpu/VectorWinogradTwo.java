package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * F(2x2, 3x3) on whole vectors of the machine's preferred width, its matrices written out. The last vector of channels
 * that do not fill it begins earlier and does some of them twice.
 */
final class VectorWinogradTwo implements WinogradLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int SIDE = 4;
    private static final int OUT = 2;

    private final WinogradLoops few = new ScalarWinogradLoops(WinogradMatrices.TWO);

    @Override
    public WinogradMatrices matrices() {
        return WinogradMatrices.TWO;
    }

    @Override
    public void input(
            float[] x, int at, int rowStep, int columnStep, int channels, float[] v, int vAt, int step, float[] work) {
        if (channels < LANES) {
            few.input(x, at, rowStep, columnStep, channels, v, vAt, step, work);
            return;
        }
        for (int next = 0; next < channels; next += LANES) {
            int c = Math.min(next, channels - LANES);
            for (int s = 0; s < SIDE; s++) {
                input(x, at + c + s * columnStep, rowStep, work, s * LANES, SIDE * LANES);
            }
            for (int i = 0; i < SIDE; i++) {
                input(work, i * SIDE * LANES, LANES, v, vAt + c + i * SIDE * step, step);
            }
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    /** The input's matrix times four vectors {@code step} apart. */
    private static void input(float[] x, int at, int step, float[] y, int to, int yStep) {
        FloatVector b = load(x, at + step);
        FloatVector c = load(x, at + 2 * step);
        load(x, at).sub(c).intoArray(y, to);
        b.add(c).intoArray(y, to + yStep);
        c.sub(b).intoArray(y, to + 2 * yStep);
        b.sub(load(x, at + 3 * step)).intoArray(y, to + 3 * yStep);
    }

    @Override
    public void output(float[] m, int at, int step, int lanes, float[] y, float[] work) {
        for (int j = 0; j < lanes; j += LANES) {
            for (int s = 0; s < SIDE; s++) {
                output(m, at + j + s * step, SIDE * step, work, s * LANES, SIDE * LANES);
            }
            for (int r = 0; r < OUT; r++) {
                output(work, r * SIDE * LANES, LANES, y, r * OUT * lanes + j, lanes);
            }
        }
    }

    /** The result's matrix times four vectors {@code step} apart. */
    private static void output(float[] m, int at, int step, float[] y, int to, int yStep) {
        FloatVector b = load(m, at + step);
        FloatVector c = load(m, at + 2 * step);
        load(m, at).add(b).add(c).intoArray(y, to);
        b.sub(c).sub(load(m, at + 3 * step)).intoArray(y, to + yStep);
    }
}
