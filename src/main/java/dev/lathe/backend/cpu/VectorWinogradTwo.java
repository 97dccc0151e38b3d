package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** F(2x2, 3x3) on whole vectors of the machine's preferred width. */
final class VectorWinogradTwo implements WinogradLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int SIDE = 4;
    private static final int OUT = 2;

    /** Distance of the phases of a line: all tiles of a panel and the one behind them. */
    private static final int PHASE_STEP = 3 * LANES;

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

    @Override
    public void inputRows(float[] lines, int lineStep, int tiles, float[] v, int vAt, int step, int limit) {
        int phases = SIDE * lineStep;
        sort(lines, lineStep, tiles, phases);
        for (int r = 0; r < SIDE; r++) {
            inputRow(lines, phases + r * OUT * PHASE_STEP, tiles, v, vAt + r * SIDE * step, step, limit);
        }
    }

    /** Sorts the columns of all lines by phase: position modulo 2. */
    private static void sort(float[] lines, int lineStep, int tiles, int to) {
        for (int r = 0; r < SIDE; r++) {
            int first = to + r * OUT * PHASE_STEP;
            for (int t = 0; t < tiles; t += LANES) {
                int from = r * lineStep + OUT * t;
                FloatVector a = FloatVector.fromArray(SPECIES, lines, from);
                FloatVector b = FloatVector.fromArray(SPECIES, lines, from + LANES);
                Turns.EVEN.selectFrom(a, b).intoArray(lines, first + t);
                Turns.ODD.selectFrom(a, b).intoArray(lines, first + PHASE_STEP + t);
            }
            int last = r * lineStep + OUT * tiles;
            lines[first + tiles] = lines[last];
            lines[first + PHASE_STEP + tiles] = lines[last + 1];
        }
    }

    /** Windows of neighbouring tiles from the phases of a line. */
    private static void inputRow(float[] lines, int from, int tiles, float[] v, int vAt, int step, int limit) {
        for (int t = 0; t < tiles; t += LANES) {
            int at = from + t;
            FloatVector a = FloatVector.fromArray(SPECIES, lines, at);
            FloatVector b = FloatVector.fromArray(SPECIES, lines, at + PHASE_STEP);
            FloatVector c = FloatVector.fromArray(SPECIES, lines, at + 1);
            FloatVector d = FloatVector.fromArray(SPECIES, lines, at + PHASE_STEP + 1);
            int to = vAt + t;
            if (t + LANES <= limit) {
                a.sub(c).intoArray(v, to);
                b.add(c).intoArray(v, to + step);
                c.sub(b).intoArray(v, to + 2 * step);
                b.sub(d).intoArray(v, to + 3 * step);
            } else {
                VectorMask<Float> mask = SPECIES.indexInRange(t, limit);
                a.sub(c).intoArray(v, to, mask);
                b.add(c).intoArray(v, to + step, mask);
                c.sub(b).intoArray(v, to + 2 * step, mask);
                b.sub(d).intoArray(v, to + 3 * step, mask);
            }
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
