package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * F(4x4, 3x3) on whole vectors of the machine's preferred width, its matrices written out. The last vector of channels
 * that do not fill it begins earlier and does some of them twice.
 */
final class VectorWinogradFour implements WinogradLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int SIDE = 6;
    private static final int OUT = 4;

    private static final FloatVector TWO = FloatVector.broadcast(SPECIES, 2);
    private static final FloatVector FOUR = FloatVector.broadcast(SPECIES, 4);
    private static final FloatVector EIGHT = FloatVector.broadcast(SPECIES, 8);
    private static final FloatVector MINUS_TWO = FloatVector.broadcast(SPECIES, -2);
    private static final FloatVector MINUS_FOUR = FloatVector.broadcast(SPECIES, -4);
    private static final FloatVector MINUS_FIVE = FloatVector.broadcast(SPECIES, -5);

    private final WinogradLoops few = new ScalarWinogradLoops(WinogradMatrices.FOUR);

    @Override
    public WinogradMatrices matrices() {
        return WinogradMatrices.FOUR;
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

    /** The input's matrix times six vectors {@code step} apart. */
    private static void input(float[] x, int at, int step, float[] y, int to, int yStep) {
        FloatVector b = load(x, at + step);
        FloatVector c = load(x, at + 2 * step);
        FloatVector d = load(x, at + 3 * step);
        FloatVector e = load(x, at + 4 * step);
        FloatVector even = c.fma(MINUS_FOUR, e);
        FloatVector odd = b.fma(MINUS_FOUR, d);
        FloatVector near = e.sub(c);
        FloatVector far = d.sub(b);
        c.fma(MINUS_FIVE, load(x, at).fma(FOUR, e)).intoArray(y, to);
        even.add(odd).intoArray(y, to + yStep);
        even.sub(odd).intoArray(y, to + 2 * yStep);
        far.fma(TWO, near).intoArray(y, to + 3 * yStep);
        far.fma(MINUS_TWO, near).intoArray(y, to + 4 * yStep);
        d.fma(MINUS_FIVE, b.fma(FOUR, load(x, at + 5 * step))).intoArray(y, to + 5 * yStep);
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

    /** The result's matrix times six vectors {@code step} apart. */
    private static void output(float[] m, int at, int step, float[] y, int to, int yStep) {
        FloatVector b = load(m, at + step);
        FloatVector c = load(m, at + 2 * step);
        FloatVector d = load(m, at + 3 * step);
        FloatVector e = load(m, at + 4 * step);
        FloatVector nearSum = b.add(c);
        FloatVector near = b.sub(c);
        FloatVector farSum = d.add(e);
        FloatVector far = d.sub(e);
        load(m, at).add(nearSum).add(farSum).intoArray(y, to);
        far.fma(TWO, near).intoArray(y, to + yStep);
        farSum.fma(FOUR, nearSum).intoArray(y, to + 2 * yStep);
        far.fma(EIGHT, near).add(load(m, at + 5 * step)).intoArray(y, to + 3 * yStep);
    }
}
