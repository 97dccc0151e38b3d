package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** F(4, 5) in vectors, its matrices written out: the points come in pairs of both signs. */
final class VectorLinesEight implements LineLoops, VectorAxisLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public LineMatrices matrices() {
        return LineMatrices.FIVE;
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
        FloatVector quarter = FloatVector.broadcast(SPECIES, 1 / 4f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector ends = FloatVector.broadcast(SPECIES, 21 / 4f);
        FloatVector near = FloatVector.broadcast(SPECIES, -17 / 4f);
        FloatVector minusFive = FloatVector.broadcast(SPECIES, -5);
        FloatVector minusFiveHalves = FloatVector.broadcast(SPECIES, -5 / 2f);
        FloatVector minusFiveQuarters = FloatVector.broadcast(SPECIES, -5 / 4f);
        for (int i = 0; i < count; i += LANES) {
            FloatVector b = load(x, at + step + i);
            FloatVector c = load(x, at + 2 * step + i);
            FloatVector d = load(x, at + 3 * step + i);
            FloatVector e = load(x, at + 4 * step + i);
            FloatVector f = load(x, at + 5 * step + i);
            FloatVector g = load(x, at + 6 * step + i);
            c.sub(e).fma(ends, g.sub(load(x, at + i))).intoArray(y, to + i);
            d.sub(f).fma(ends, load(x, at + 7 * step + i).sub(b)).intoArray(y, to + 5 * yStep + i);
            FloatVector even = e.fma(near, c.add(g));
            FloatVector odd = d.fma(near, b.add(f));
            even.add(odd).intoArray(y, to + yStep + i);
            even.sub(odd).intoArray(y, to + 2 * yStep + i);
            even = c.fma(quarter, e.fma(minusFiveQuarters, g));
            odd = b.fma(half, d.fma(minusFiveHalves, f.mul(two)));
            even.add(odd).intoArray(y, to + 3 * yStep + i);
            even.sub(odd).intoArray(y, to + 4 * yStep + i);
            even = c.fma(four, e.fma(minusFive, g));
            odd = b.fma(two, d.fma(minusFiveHalves, f.mul(half)));
            even.add(odd).intoArray(y, to + 6 * yStep + i);
            even.sub(odd).intoArray(y, to + 7 * yStep + i);
        }
    }

    @Override
    public void output(float[] m, int at, int step, int count) {
        FloatVector half = FloatVector.broadcast(SPECIES, 1 / 2f);
        FloatVector quarter = FloatVector.broadcast(SPECIES, 1 / 4f);
        FloatVector eighth = FloatVector.broadcast(SPECIES, 1 / 8f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector eight = FloatVector.broadcast(SPECIES, 8);
        for (int i = at; i < at + count; i += LANES) {
            FloatVector b = load(m, step + i);
            FloatVector c = load(m, 2 * step + i);
            FloatVector d = load(m, 3 * step + i);
            FloatVector e = load(m, 4 * step + i);
            FloatVector g = load(m, 6 * step + i);
            FloatVector h = load(m, 7 * step + i);
            FloatVector oneSum = b.add(c);
            FloatVector one = b.sub(c);
            FloatVector twoSum = d.add(e);
            FloatVector twos = d.sub(e);
            FloatVector halfSum = g.add(h);
            FloatVector halves = g.sub(h);
            load(m, i).add(oneSum).add(twoSum).add(halfSum).intoArray(m, i);
            halves.fma(half, twos.fma(two, one)).intoArray(m, step + i);
            halfSum.fma(quarter, twoSum.fma(four, oneSum)).intoArray(m, 2 * step + i);
            halves.fma(eighth, twos.fma(eight, one)).add(load(m, 5 * step + i)).intoArray(m, 3 * step + i);
        }
    }
}
