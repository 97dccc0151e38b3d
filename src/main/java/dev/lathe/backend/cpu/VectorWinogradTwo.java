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
        int whole = SPECIES.loopBound(channels);
        for (int c = 0; c < whole; c += TOGETHER) {
            inputs(x, at + c, rowStep, columnStep, Math.min(TOGETHER, whole - c), v, vAt + c, step, work);
        }
        if (whole < channels) {
            int c = channels - LANES;
            inputs(x, at + c, rowStep, columnStep, LANES, v, vAt + c, step, work);
        }
    }

    /** A multiple of the lanes, at most {@link #TOGETHER} channels: loops over them are known to be short. */
    private static void inputs(
            float[] x, int at, int rowStep, int columnStep, int count, float[] v, int vAt, int step, float[] work) {
        for (int s = 0; s < SIDE; s++) {
            input(x, at + s * columnStep, rowStep, work, s * TOGETHER, SIDE * TOGETHER, count);
        }
        for (int i = 0; i < SIDE; i++) {
            input(work, i * SIDE * TOGETHER, TOGETHER, v, vAt + i * SIDE * step, step, count);
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    /** The input's matrix times four vectors {@code step} apart. */
    private static void input(float[] x, int at, int step, float[] y, int to, int yStep, int count) {
        for (int k = 0; k < Math.min(count, TOGETHER); k += LANES) {
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
