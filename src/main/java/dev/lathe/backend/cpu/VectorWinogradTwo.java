package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** F(2x2, 3x3) on whole vectors of the machine's preferred width. */
final class VectorWinogradTwo implements WinogradLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int SIDE = 4;
    private static final int OUT = 2;

    @Override
    public WinogradMatrices matrices() {
        return WinogradMatrices.TWO;
    }

    @Override
    public void inputColumns(float[] x, int at, int rowStep, float[] y, int yAt, int yStep, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, at + i);
            FloatVector b = FloatVector.fromArray(SPECIES, x, at + rowStep + i);
            FloatVector c = FloatVector.fromArray(SPECIES, x, at + 2 * rowStep + i);
            FloatVector d = FloatVector.fromArray(SPECIES, x, at + 3 * rowStep + i);
            a.sub(c).intoArray(y, yAt + i);
            b.add(c).intoArray(y, yAt + yStep + i);
            c.sub(b).intoArray(y, yAt + 2 * yStep + i);
            b.sub(d).intoArray(y, yAt + 3 * yStep + i);
        }
    }

    /** Sorts columns by position modulo 2; the last two of a window are the first two of the next. */
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
                FloatVector x0 = Turns.EVEN.selectFrom(a, b);
                FloatVector x1 = Turns.ODD.selectFrom(a, b);
                x0.intoArray(windows, first + t);
                x1.intoArray(windows, first + WINDOW_STEP + t);
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
            a.add(b).add(c).intoArray(work, to + t);
            b.sub(c).sub(d).intoArray(work, to + SIDE * tiles + t);
        }
    }

    private static void outputRows(float[] work, int tiles) {
        for (int i = 0; i < OUT; i++) {
            for (int t = 0; t < tiles; t += LANES) {
                int at = (OUT * OUT + i * SIDE) * tiles + t;
                FloatVector b = FloatVector.fromArray(SPECIES, work, at + tiles);
                FloatVector c = FloatVector.fromArray(SPECIES, work, at + 2 * tiles);
                FloatVector y0 = FloatVector.fromArray(SPECIES, work, at).add(b).add(c);
                FloatVector y1 = b.sub(c).sub(FloatVector.fromArray(SPECIES, work, at + 3 * tiles));
                int line = OUT * (i * tiles + t);
                Turns.LOW.selectFrom(y0, y1).intoArray(work, line);
                Turns.HIGH.selectFrom(y0, y1).intoArray(work, line + LANES);
            }
        }
    }
}
