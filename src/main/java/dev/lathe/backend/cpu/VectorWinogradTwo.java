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
        int row = SIDE * step;
        for (int next = 0; next < channels; next += LANES) {
            int c = Math.min(next, channels - LANES);
            int from = at + c;
            int to = vAt + c;
            difference(x, from, from + 2 * rowStep, columnStep, v, to, step);
            sum(x, from + rowStep, from + 2 * rowStep, columnStep, v, to + row, step);
            difference(x, from + 2 * rowStep, from + rowStep, columnStep, v, to + 2 * row, step);
            difference(x, from + rowStep, from + 3 * rowStep, columnStep, v, to + 3 * row, step);
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    /** The input's matrix times one row of the window less another. */
    private static void difference(float[] x, int p, int q, int column, float[] v, int to, int step) {
        FloatVector a = load(x, p).sub(load(x, q));
        FloatVector b = load(x, p + column).sub(load(x, q + column));
        FloatVector c = load(x, p + 2 * column).sub(load(x, q + 2 * column));
        FloatVector d = load(x, p + 3 * column).sub(load(x, q + 3 * column));
        inputLine(a, b, c, d, v, to, step);
    }

    /** The same for a sum. */
    private static void sum(float[] x, int p, int q, int column, float[] v, int to, int step) {
        FloatVector a = load(x, p).add(load(x, q));
        FloatVector b = load(x, p + column).add(load(x, q + column));
        FloatVector c = load(x, p + 2 * column).add(load(x, q + 2 * column));
        FloatVector d = load(x, p + 3 * column).add(load(x, q + 3 * column));
        inputLine(a, b, c, d, v, to, step);
    }

    private static void inputLine(
            FloatVector a, FloatVector b, FloatVector c, FloatVector d, float[] v, int to, int step) {
        a.sub(c).intoArray(v, to);
        b.add(c).intoArray(v, to + step);
        c.sub(b).intoArray(v, to + 2 * step);
        b.sub(d).intoArray(v, to + 3 * step);
    }

    @Override
    public void output(float[] m, int at, int step, int lanes, float[] y, float[] work) {
        int row = SIDE * step;
        for (int j = 0; j < lanes; j += LANES) {
            int p = at + j;
            int q = p + row;
            int r = q + row;
            int s = r + row;
            outputLine(
                    above(m, p, q, r),
                    above(m, p + step, q + step, r + step),
                    above(m, p + 2 * step, q + 2 * step, r + 2 * step),
                    above(m, p + 3 * step, q + 3 * step, r + 3 * step),
                    y,
                    j,
                    lanes);
            outputLine(
                    below(m, q, r, s),
                    below(m, q + step, r + step, s + step),
                    below(m, q + 2 * step, r + 2 * step, s + 2 * step),
                    below(m, q + 3 * step, r + 3 * step, s + 3 * step),
                    y,
                    j + 2 * lanes,
                    lanes);
        }
    }

    private static FloatVector above(float[] m, int p, int q, int r) {
        return load(m, p).add(load(m, q)).add(load(m, r));
    }

    private static FloatVector below(float[] m, int q, int r, int s) {
        return load(m, q).sub(load(m, r)).sub(load(m, s));
    }

    private static void outputLine(
            FloatVector a, FloatVector b, FloatVector c, FloatVector d, float[] y, int to, int step) {
        a.add(b).add(c).intoArray(y, to);
        b.sub(c).sub(d).intoArray(y, to + step);
    }
}
