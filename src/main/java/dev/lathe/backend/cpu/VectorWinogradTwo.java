package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** F(2x2, 3x3) on whole vectors of the machine's preferred width, its matrices written out. */
final class VectorWinogradTwo implements WinogradLoops, VectorAxisLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int SIDE = 4;
    private static final int OUT = 2;

    @Override
    public WinogradMatrices matrices() {
        return WinogradMatrices.TWO;
    }

    @Override
    public AxisLoops few() {
        return new ScalarAxisLoops(matrices().input());
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    @Override
    public void vectors(float[] x, int at, int step, float[] y, int to, int yStep, int count) {
        for (int k = 0; k < count; k += LANES) {
            FloatVector b = load(x, at + step + k);
            FloatVector c = load(x, at + 2 * step + k);
            load(x, at + k).sub(c).intoArray(y, to + k);
            b.add(c).intoArray(y, to + yStep + k);
            c.sub(b).intoArray(y, to + 2 * yStep + k);
            b.sub(load(x, at + 3 * step + k)).intoArray(y, to + 3 * yStep + k);
        }
    }

    @Override
    public void rest(float[] kept, int at, int length, float[] rest) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector ends = load(kept, at + j).add(load(kept, at + 2 * length + j));
            ends.sub(load(kept, at + length + j)).intoArray(rest, Packing.LEAD + j);
        }
    }

    @Override
    public void output(float[] m, int at, int step, int count, float[] y, float[] work) {
        for (int s = 0; s < SIDE; s++) {
            output(m, at + s * step, SIDE * step, work, s * TOGETHER, SIDE * TOGETHER, count);
        }
        for (int r = 0; r < OUT; r++) {
            output(work, r * SIDE * TOGETHER, TOGETHER, y, r * OUT * TOGETHER, TOGETHER, count);
        }
    }

    /** The result's matrix times four vectors {@code step} apart. */
    private static void output(float[] m, int at, int step, float[] y, int to, int yStep, int count) {
        for (int k = 0; k < Math.min(count, TOGETHER); k += LANES) {
            FloatVector b = load(m, at + step + k);
            FloatVector c = load(m, at + 2 * step + k);
            load(m, at + k).add(b).add(c).intoArray(y, to + k);
            b.sub(c).sub(load(m, at + 3 * step + k)).intoArray(y, to + yStep + k);
        }
    }
}
