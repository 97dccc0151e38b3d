package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * F(2x2, 3x3) and F(4x4, 3x3) on whole vectors of the machine's preferred width, their matrices written out. The last
 * vector of channels that do not fill it begins earlier and does some of them twice.
 */
record VectorWinogradLoops(WinogradMatrices matrices) implements WinogradLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public void input(
            float[] x, int at, int rowStep, int columnStep, int channels, float[] v, int vAt, int step, float[] work) {
        if (channels < LANES) {
            new ScalarWinogradLoops(matrices).input(x, at, rowStep, columnStep, channels, v, vAt, step, work);
            return;
        }
        int side = matrices.side();
        for (int next = 0; next < channels; next += LANES) {
            int c = Math.min(next, channels - LANES);
            for (int s = 0; s < side; s++) {
                input(x, at + c + s * columnStep, rowStep, work, s * LANES, side * LANES);
            }
            for (int i = 0; i < side; i++) {
                input(work, i * side * LANES, LANES, v, vAt + c + i * side * step, step);
            }
        }
    }

    /** The input's matrix times vectors {@code step} apart. */
    private void input(float[] x, int at, int step, float[] y, int to, int yStep) {
        if (matrices.out() == 2) {
            inputTwo(x, at, step, y, to, yStep);
        } else {
            inputFour(x, at, step, y, to, yStep);
        }
    }

    private static void inputTwo(float[] x, int at, int step, float[] y, int to, int yStep) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, at);
        FloatVector b = FloatVector.fromArray(SPECIES, x, at + step);
        FloatVector c = FloatVector.fromArray(SPECIES, x, at + 2 * step);
        FloatVector d = FloatVector.fromArray(SPECIES, x, at + 3 * step);
        a.sub(c).intoArray(y, to);
        b.add(c).intoArray(y, to + yStep);
        c.sub(b).intoArray(y, to + 2 * yStep);
        b.sub(d).intoArray(y, to + 3 * yStep);
    }

    private static void inputFour(float[] x, int at, int step, float[] y, int to, int yStep) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, at);
        FloatVector b = FloatVector.fromArray(SPECIES, x, at + step);
        FloatVector c = FloatVector.fromArray(SPECIES, x, at + 2 * step);
        FloatVector d = FloatVector.fromArray(SPECIES, x, at + 3 * step);
        FloatVector e = FloatVector.fromArray(SPECIES, x, at + 4 * step);
        FloatVector f = FloatVector.fromArray(SPECIES, x, at + 5 * step);
        FloatVector even = e.sub(c.mul(4));
        FloatVector odd = d.sub(b.mul(4));
        FloatVector near = e.sub(c);
        FloatVector far = d.sub(b).mul(2);
        a.mul(4).add(e).sub(c.mul(5)).intoArray(y, to);
        even.add(odd).intoArray(y, to + yStep);
        even.sub(odd).intoArray(y, to + 2 * yStep);
        near.add(far).intoArray(y, to + 3 * yStep);
        near.sub(far).intoArray(y, to + 4 * yStep);
        b.mul(4).add(f).sub(d.mul(5)).intoArray(y, to + 5 * yStep);
    }

    @Override
    public void output(float[] m, int at, int step, int lanes, float[] y, float[] work) {
        int side = matrices.side();
        int out = matrices.out();
        for (int j = 0; j < lanes; j += LANES) {
            for (int s = 0; s < side; s++) {
                output(m, at + j + s * step, side * step, work, s * LANES, side * LANES);
            }
            for (int r = 0; r < out; r++) {
                output(work, r * side * LANES, LANES, y, r * out * lanes + j, lanes);
            }
        }
    }

    /** The result's matrix times vectors {@code step} apart. */
    private void output(float[] m, int at, int step, float[] y, int to, int yStep) {
        if (matrices.out() == 2) {
            outputTwo(m, at, step, y, to, yStep);
        } else {
            outputFour(m, at, step, y, to, yStep);
        }
    }

    private static void outputTwo(float[] m, int at, int step, float[] y, int to, int yStep) {
        FloatVector a = FloatVector.fromArray(SPECIES, m, at);
        FloatVector b = FloatVector.fromArray(SPECIES, m, at + step);
        FloatVector c = FloatVector.fromArray(SPECIES, m, at + 2 * step);
        FloatVector d = FloatVector.fromArray(SPECIES, m, at + 3 * step);
        a.add(b).add(c).intoArray(y, to);
        b.sub(c).sub(d).intoArray(y, to + yStep);
    }

    private static void outputFour(float[] m, int at, int step, float[] y, int to, int yStep) {
        FloatVector a = FloatVector.fromArray(SPECIES, m, at);
        FloatVector b = FloatVector.fromArray(SPECIES, m, at + step);
        FloatVector c = FloatVector.fromArray(SPECIES, m, at + 2 * step);
        FloatVector d = FloatVector.fromArray(SPECIES, m, at + 3 * step);
        FloatVector e = FloatVector.fromArray(SPECIES, m, at + 4 * step);
        FloatVector f = FloatVector.fromArray(SPECIES, m, at + 5 * step);
        FloatVector nearSum = b.add(c);
        FloatVector near = b.sub(c);
        FloatVector farSum = d.add(e);
        FloatVector far = d.sub(e);
        a.add(nearSum).add(farSum).intoArray(y, to);
        near.add(far.mul(2)).intoArray(y, to + yStep);
        nearSum.add(farSum.mul(4)).intoArray(y, to + 2 * yStep);
        near.add(far.mul(8)).add(f).intoArray(y, to + 3 * yStep);
    }
}
