package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** F(4x4, 3x3) on whole vectors of the machine's preferred width, its matrices written out. */
final class VectorWinogradFour implements WinogradLoops, VectorAxisLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int SIDE = 6;
    private static final int OUT = 4;

    @Override
    public WinogradMatrices matrices() {
        return WinogradMatrices.FOUR;
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
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2);
        FloatVector minusFour = FloatVector.broadcast(SPECIES, -4);
        FloatVector minusFive = FloatVector.broadcast(SPECIES, -5);
        for (int k = 0; k < count; k += LANES) {
            FloatVector b = load(x, at + step + k);
            FloatVector c = load(x, at + 2 * step + k);
            FloatVector d = load(x, at + 3 * step + k);
            FloatVector e = load(x, at + 4 * step + k);
            FloatVector even = c.fma(minusFour, e);
            FloatVector odd = b.fma(minusFour, d);
            FloatVector near = e.sub(c);
            FloatVector far = d.sub(b);
            c.fma(minusFive, load(x, at + k).fma(four, e)).intoArray(y, to + k);
            even.add(odd).intoArray(y, to + yStep + k);
            even.sub(odd).intoArray(y, to + 2 * yStep + k);
            far.fma(two, near).intoArray(y, to + 3 * yStep + k);
            far.fma(minusTwo, near).intoArray(y, to + 4 * yStep + k);
            d.fma(minusFive, b.fma(four, load(x, at + 5 * step + k))).intoArray(y, to + 5 * yStep + k);
        }
    }

    @Override
    public void rest(float[] kept, int at, int length, float[] rest) {
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector minusThird = FloatVector.broadcast(SPECIES, -1 / 3f);
        FloatVector sixth = FloatVector.broadcast(SPECIES, 1 / 6f);
        FloatVector quarter = FloatVector.broadcast(SPECIES, 1 / 4f);
        FloatVector minusQuarter = FloatVector.broadcast(SPECIES, -1 / 4f);
        for (int j = 0; j < length; j += LANES) {
            FloatVector first = load(kept, at + j);
            FloatVector second = load(kept, at + length + j);
            FloatVector last = load(kept, at + 2 * length + j);
            FloatVector mirrored = first.fma(four, last).fma(minusThird, second.neg());
            FloatVector odd = second.sub(mirrored);
            FloatVector even = first.add(last).mul(sixth);
            int to = Packing.LEAD + j;
            mirrored.intoArray(rest, to);
            odd.fma(minusQuarter, even).intoArray(rest, to + length);
            odd.fma(quarter, even).intoArray(rest, to + 2 * length);
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

    /** The result's matrix times six vectors {@code step} apart; the first four of these may be where they go. */
    static void output(float[] m, int at, int step, float[] y, int to, int yStep, int count) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector eight = FloatVector.broadcast(SPECIES, 8);
        for (int k = 0; k < Math.min(count, TOGETHER); k += LANES) {
            FloatVector b = load(m, at + step + k);
            FloatVector c = load(m, at + 2 * step + k);
            FloatVector d = load(m, at + 3 * step + k);
            FloatVector e = load(m, at + 4 * step + k);
            FloatVector nearSum = b.add(c);
            FloatVector near = b.sub(c);
            FloatVector farSum = d.add(e);
            FloatVector far = d.sub(e);
            load(m, at + k).add(nearSum).add(farSum).intoArray(y, to + k);
            far.fma(two, near).intoArray(y, to + yStep + k);
            farSum.fma(four, nearSum).intoArray(y, to + 2 * yStep + k);
            far.fma(eight, near).add(load(m, at + 5 * step + k)).intoArray(y, to + 3 * yStep + k);
        }
    }
}
