package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** F(4, 4) in vectors, its matrices written out: those of F(4, 3), and what one more tap adds. */
final class VectorLinesSeven implements LineLoops, VectorAxisLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public LineMatrices matrices() {
        return LineMatrices.FOUR;
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
        FloatVector half = FloatVector.broadcast(SPECIES, 1 / 2f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2);
        FloatVector minusFour = FloatVector.broadcast(SPECIES, -4);
        FloatVector minusFive = FloatVector.broadcast(SPECIES, -5);
        for (int i = 0; i < count; i += LANES) {
            FloatVector line1 = load(x, at + step + i);
            FloatVector line2 = load(x, at + 2 * step + i);
            FloatVector line3 = load(x, at + 3 * step + i);
            FloatVector line4 = load(x, at + 4 * step + i);
            FloatVector line5 = load(x, at + 5 * step + i);
            line3.fma(minusFive, line1.fma(four, line5)).intoArray(y, to + 6 * yStep + i);
            FloatVector a = load(x, at + i).fma(half, line1);
            FloatVector b = line1.fma(half, line2);
            FloatVector c = line2.fma(half, line3);
            FloatVector d = line3.fma(half, line4);
            FloatVector e = line4.fma(half, line5);
            FloatVector f = line5.fma(half, load(x, at + 6 * step + i));
            FloatVector even = c.fma(minusFour, e);
            FloatVector odd = b.fma(minusFour, d);
            FloatVector near = e.sub(c);
            FloatVector far = d.sub(b);
            c.fma(minusFive, a.fma(four, e)).intoArray(y, to + i);
            even.add(odd).intoArray(y, to + yStep + i);
            even.sub(odd).intoArray(y, to + 2 * yStep + i);
            far.fma(two, near).intoArray(y, to + 3 * yStep + i);
            far.fma(minusTwo, near).intoArray(y, to + 4 * yStep + i);
            d.fma(minusFive, b.fma(four, f)).intoArray(y, to + 5 * yStep + i);
        }
    }

    @Override
    public void output(float[] m, int at, int step, int count) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector eight = FloatVector.broadcast(SPECIES, 8);
        FloatVector minusHalf = FloatVector.broadcast(SPECIES, -1 / 2f);
        FloatVector quarter = FloatVector.broadcast(SPECIES, 1 / 4f);
        FloatVector minusEighth = FloatVector.broadcast(SPECIES, -1 / 8f);
        for (int i = at; i < at + count; i += LANES) {
            FloatVector b = load(m, step + i);
            FloatVector c = load(m, 2 * step + i);
            FloatVector d = load(m, 3 * step + i);
            FloatVector e = load(m, 4 * step + i);
            FloatVector last = load(m, 6 * step + i);
            FloatVector nearSum = b.add(c);
            FloatVector near = b.sub(c);
            FloatVector farSum = d.add(e);
            FloatVector far = d.sub(e);
            load(m, i).add(nearSum).add(farSum).add(last).intoArray(m, i);
            last.fma(minusHalf, far.fma(two, near)).intoArray(m, step + i);
            last.fma(quarter, farSum.fma(four, nearSum)).intoArray(m, 2 * step + i);
            last.fma(minusEighth, far.fma(eight, near).add(load(m, 5 * step + i)))
                    .intoArray(m, 3 * step + i);
        }
    }
}
