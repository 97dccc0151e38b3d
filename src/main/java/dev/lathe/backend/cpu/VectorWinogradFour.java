package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** F(4x4, 3x3) on whole vectors of the machine's preferred width. */
final class VectorWinogradFour implements WinogradLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int SIDE = 6;
    private static final int OUT = 4;

    @Override
    public WinogradMatrices matrices() {
        return WinogradMatrices.FOUR;
    }

    @Override
    public void inputColumns(float[] x, int at, int rowStep, float[] y, int yAt, int yStep, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, at + i);
            FloatVector b = FloatVector.fromArray(SPECIES, x, at + rowStep + i);
            FloatVector c = FloatVector.fromArray(SPECIES, x, at + 2 * rowStep + i);
            FloatVector d = FloatVector.fromArray(SPECIES, x, at + 3 * rowStep + i);
            FloatVector e = FloatVector.fromArray(SPECIES, x, at + 4 * rowStep + i);
            FloatVector f = FloatVector.fromArray(SPECIES, x, at + 5 * rowStep + i);
            FloatVector even = e.sub(c.mul(4));
            FloatVector odd = d.sub(b.mul(4));
            FloatVector near = e.sub(c);
            FloatVector far = d.sub(b).mul(2);
            a.mul(4).add(e).sub(c.mul(5)).intoArray(y, yAt + i);
            even.add(odd).intoArray(y, yAt + yStep + i);
            even.sub(odd).intoArray(y, yAt + 2 * yStep + i);
            near.add(far).intoArray(y, yAt + 3 * yStep + i);
            near.sub(far).intoArray(y, yAt + 4 * yStep + i);
            b.mul(4).add(f).sub(d.mul(5)).intoArray(y, yAt + 5 * yStep + i);
        }
    }

    /** Sorts columns by position modulo 4; the last two of a window are the first two of the next. */
    @Override
    public void cut(float[] lines, int lineStep, int tiles, float[] windows, int at, int lane) {
        for (int r = 0; r < SIDE; r++) {
            int first = at + r * SIDE * WINDOW_STEP + lane;
            int next = first + OUT * WINDOW_STEP - 1;
            float before0 = windows[next];
            float before1 = windows[next + WINDOW_STEP];
            for (int t = 0; t < tiles; t += LANES) {
                int from = r * lineStep + OUT * t;
                FloatVector a = FloatVector.fromArray(SPECIES, lines, from);
                FloatVector b = FloatVector.fromArray(SPECIES, lines, from + LANES);
                FloatVector c = FloatVector.fromArray(SPECIES, lines, from + 2 * LANES);
                FloatVector d = FloatVector.fromArray(SPECIES, lines, from + 3 * LANES);
                FloatVector evenFront = Turns.EVEN.selectFrom(a, b);
                FloatVector evenBack = Turns.EVEN.selectFrom(c, d);
                FloatVector oddFront = Turns.ODD.selectFrom(a, b);
                FloatVector oddBack = Turns.ODD.selectFrom(c, d);
                FloatVector x0 = Turns.EVEN.selectFrom(evenFront, evenBack);
                FloatVector x1 = Turns.EVEN.selectFrom(oddFront, oddBack);
                x0.intoArray(windows, first + t);
                x1.intoArray(windows, first + WINDOW_STEP + t);
                Turns.ODD.selectFrom(evenFront, evenBack).intoArray(windows, first + 2 * WINDOW_STEP + t);
                Turns.ODD.selectFrom(oddFront, oddBack).intoArray(windows, first + 3 * WINDOW_STEP + t);
                x0.intoArray(windows, next + t);
                x1.intoArray(windows, next + WINDOW_STEP + t);
            }
            windows[next] = before0;
            windows[next + WINDOW_STEP] = before1;
            windows[next + tiles] = lines[r * lineStep + OUT * tiles];
            windows[next + WINDOW_STEP + tiles] = lines[r * lineStep + OUT * tiles + 1];
        }
    }

    @Override
    public void output(float[] m, int at, int step, int tiles, float[] work) {
        int half = OUT * OUT * tiles;
        for (int s = 0; s < SIDE; s++) {
            outputColumns(m, at + s * step, SIDE * step, tiles, work, half + s * tiles);
        }
        outputRows(work, tiles);
    }

    private static void outputColumns(float[] m, int at, int step, int tiles, float[] work, int to) {
        for (int t = 0; t < tiles; t += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, m, at + t);
            FloatVector b = FloatVector.fromArray(SPECIES, m, at + step + t);
            FloatVector c = FloatVector.fromArray(SPECIES, m, at + 2 * step + t);
            FloatVector d = FloatVector.fromArray(SPECIES, m, at + 3 * step + t);
            FloatVector e = FloatVector.fromArray(SPECIES, m, at + 4 * step + t);
            FloatVector f = FloatVector.fromArray(SPECIES, m, at + 5 * step + t);
            FloatVector nearSum = b.add(c);
            FloatVector near = b.sub(c);
            FloatVector farSum = d.add(e);
            FloatVector far = d.sub(e);
            a.add(nearSum).add(farSum).intoArray(work, to + t);
            near.add(far.mul(2)).intoArray(work, to + SIDE * tiles + t);
            nearSum.add(farSum.mul(4)).intoArray(work, to + 2 * SIDE * tiles + t);
            near.add(far.mul(8)).add(f).intoArray(work, to + 3 * SIDE * tiles + t);
        }
    }

    private static void outputRows(float[] work, int tiles) {
        int row = 0;
        // a single loop, so that the indices are made ready once
        for (int t = 0; t < OUT * tiles; t += LANES) {
            row += t > 0 && t % tiles == 0 ? (SIDE - 1) * tiles : 0;
            int at = OUT * OUT * tiles + row + t;
            FloatVector b = FloatVector.fromArray(SPECIES, work, at + tiles);
            FloatVector c = FloatVector.fromArray(SPECIES, work, at + 2 * tiles);
            FloatVector d = FloatVector.fromArray(SPECIES, work, at + 3 * tiles);
            FloatVector e = FloatVector.fromArray(SPECIES, work, at + 4 * tiles);
            FloatVector nearSum = b.add(c);
            FloatVector near = b.sub(c);
            FloatVector farSum = d.add(e);
            FloatVector far = d.sub(e);
            FloatVector y0 =
                    FloatVector.fromArray(SPECIES, work, at).add(nearSum).add(farSum);
            FloatVector y1 = near.add(far.mul(2));
            FloatVector y2 = nearSum.add(farSum.mul(4));
            FloatVector y3 = near.add(far.mul(8)).add(FloatVector.fromArray(SPECIES, work, at + 5 * tiles));
            FloatVector evenFront = Turns.LOW.selectFrom(y0, y2);
            FloatVector evenBack = Turns.HIGH.selectFrom(y0, y2);
            FloatVector oddFront = Turns.LOW.selectFrom(y1, y3);
            FloatVector oddBack = Turns.HIGH.selectFrom(y1, y3);
            int line = OUT * t;
            Turns.LOW.selectFrom(evenFront, oddFront).intoArray(work, line);
            Turns.HIGH.selectFrom(evenFront, oddFront).intoArray(work, line + LANES);
            Turns.LOW.selectFrom(evenBack, oddBack).intoArray(work, line + 2 * LANES);
            Turns.HIGH.selectFrom(evenBack, oddBack).intoArray(work, line + 3 * LANES);
        }
    }
}
