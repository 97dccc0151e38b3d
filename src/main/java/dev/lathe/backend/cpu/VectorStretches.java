package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Whole vectors of the machine's preferred width. */
final class VectorStretches implements Stretches {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** A vector that holds the rows of a tile and not much more. */
    private static final VectorSpecies<Float> PANEL = LANES >= 8 ? FloatVector.SPECIES_256 : SPECIES;

    /** Brings the even lanes to the front, and once more behind them. */
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(SPECIES, lane -> 2 * lane % LANES);

    private static final VectorMask<Float> BACK = VectorMask.fromLong(SPECIES, -1L << LANES / 2);

    @Override
    public void gatherColumns(float[] x, int[] offsets, int k0, int depth, int at, int width, float[] packed) {
        for (int k = 0; k < depth; k++) {
            int from = offsets[k0 + k] + at;
            int to = k * 2 * LANES;
            FloatVector.fromArray(SPECIES, x, from).intoArray(packed, to);
            FloatVector.fromArray(SPECIES, x, from + LANES).intoArray(packed, to + LANES);
        }
    }

    @Override
    public void packColumns(
            float[] x, int at, int step, int depth, int count, float[] packed, int packedAt, int width) {
        if (count == 2 * LANES) {
            for (int k = 0; k < depth; k++) {
                int from = at + k * step;
                int to = packedAt + k * 2 * LANES;
                FloatVector.fromArray(SPECIES, x, from).intoArray(packed, to);
                FloatVector.fromArray(SPECIES, x, from + LANES).intoArray(packed, to + LANES);
            }
        } else {
            for (int i = 0; i < count; i += LANES) {
                packVectors(x, at + i, step, depth, Math.min(LANES, count - i), packed, packedAt + i, width);
            }
        }
    }

    /** As {@link #packColumns}, for a vector or less. */
    private static void packVectors(
            float[] x, int at, int step, int depth, int count, float[] packed, int packedAt, int width) {
        VectorMask<Float> some = SPECIES.indexInRange(0, count);
        for (int k = 0; k < depth; k++) {
            FloatVector.fromArray(SPECIES, x, at + k * step, some).intoArray(packed, packedAt + k * width);
        }
    }

    /**
     * Stores whole vectors: what goes beyond a row is overwritten by the next one, so the last rows, whose excess would
     * go beyond the panel, are stored one by one. So are all rows where a vector does not hold a tile's.
     */
    @Override
    public void gatherRows(float[] x, int[] offsets, int depth, Runs runs, int rows, float[] packed, int packedAt) {
        int excess = Math.ceilDiv(PANEL.length(), rows);
        int whole = PANEL.length() < rows ? 0 : Math.max(0, depth - excess);
        if (runs.rows().length == 1) {
            int start = runs.starts()[0];
            for (int k = 0; k < whole; k++) {
                FloatVector.fromArray(PANEL, x, offsets[k] + start).intoArray(packed, packedAt + k * rows);
            }
        } else {
            gatherBroken(x, offsets, whole, runs, rows, packed, packedAt);
        }
        for (int k = whole; k < depth; k++) {
            ScalarStretches.gatherRow(x, offsets[k], runs, rows, packed, packedAt + k * rows);
        }
    }

    private static void gatherBroken(
            float[] x, int[] offsets, int depth, Runs runs, int rows, float[] packed, int packedAt) {
        int[] lanes = runs.rows();
        int[] starts = runs.starts();
        for (int k = 0; k < depth; k++) {
            int offset = offsets[k];
            int to = packedAt + k * rows;
            for (int run = 0; run < lanes.length; run++) {
                FloatVector.fromArray(PANEL, x, offset + starts[run]).intoArray(packed, to + lanes[run]);
            }
        }
    }

    @Override
    public void correlate(float[] x, int[] shifts, float[] weights, int weightsAt, float[] y, int count) {
        for (int i = 0; i < count; i += 4 * LANES) {
            FloatVector y0 = FloatVector.zero(SPECIES);
            FloatVector y1 = y0;
            FloatVector y2 = y0;
            FloatVector y3 = y0;
            for (int t = 0; t < shifts.length; t++) {
                FloatVector weight = FloatVector.broadcast(SPECIES, weights[weightsAt + t]);
                int from = i + shifts[t];
                y0 = FloatVector.fromArray(SPECIES, x, from).fma(weight, y0);
                y1 = FloatVector.fromArray(SPECIES, x, from + LANES).fma(weight, y1);
                y2 = FloatVector.fromArray(SPECIES, x, from + 2 * LANES).fma(weight, y2);
                y3 = FloatVector.fromArray(SPECIES, x, from + 3 * LANES).fma(weight, y3);
            }
            y0.intoArray(y, i);
            y1.intoArray(y, i + LANES);
            y2.intoArray(y, i + 2 * LANES);
            y3.intoArray(y, i + 3 * LANES);
        }
    }

    @Override
    public void largest(float[] x, int[] shifts, float[] y, int count) {
        for (int i = 0; i < count; i += 2 * LANES) {
            FloatVector y0 = FloatVector.fromArray(SPECIES, x, i + shifts[0]);
            FloatVector y1 = FloatVector.fromArray(SPECIES, x, i + shifts[0] + LANES);
            for (int t = 1; t < shifts.length; t++) {
                y0 = y0.max(FloatVector.fromArray(SPECIES, x, i + shifts[t]));
                y1 = y1.max(FloatVector.fromArray(SPECIES, x, i + shifts[t] + LANES));
            }
            y0.intoArray(y, i);
            y1.intoArray(y, i + LANES);
        }
    }

    @Override
    public void everySecond(float[] x, int from, float[] y, int to, int count) {
        int i = 0;
        for (; i + LANES < count; i += LANES) {
            FloatVector front = FloatVector.fromArray(SPECIES, x, from + 2 * i).rearrange(EVEN);
            FloatVector back =
                    FloatVector.fromArray(SPECIES, x, from + 2 * i + LANES).rearrange(EVEN);
            front.blend(back, BACK).intoArray(y, to + i);
        }
        if (i < count) {
            // what is read ends with the last element that is wanted
            int read = 2 * (count - i) - 1;
            FloatVector front = FloatVector.fromArray(SPECIES, x, from + 2 * i, SPECIES.indexInRange(0, read));
            FloatVector some = front.rearrange(EVEN);
            if (read > LANES) {
                VectorMask<Float> rest = SPECIES.indexInRange(LANES, read);
                FloatVector back = FloatVector.fromArray(SPECIES, x, from + 2 * i + LANES, rest);
                some = some.blend(back.rearrange(EVEN), BACK);
            }
            some.intoArray(y, to + i, SPECIES.indexInRange(i, count));
        }
    }

    @Override
    public void finish(float[] sums, int from, float[] y, int to, int count, Finish finish) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            finishVector(sums, from + i, y, to + i, finish);
        }
        if (i < count) {
            finishSome(sums, from + i, y, to + i, SPECIES.indexInRange(i, count), finish);
        }
    }

    private static void finishSome(float[] sums, int from, float[] y, int to, VectorMask<Float> some, Finish finish) {
        FloatVector value = FloatVector.fromArray(SPECIES, sums, from, some).add(finish.bias());
        if (finish.residual() != null) {
            value = value.add(FloatVector.fromArray(SPECIES, finish.residual(), to, some));
        }
        value.max(finish.low()).min(finish.high()).intoArray(y, to, some);
    }

    private static void finishVector(float[] sums, int from, float[] y, int to, Finish finish) {
        FloatVector value = FloatVector.fromArray(SPECIES, sums, from).add(finish.bias());
        if (finish.residual() != null) {
            value = value.add(FloatVector.fromArray(SPECIES, finish.residual(), to));
        }
        value.max(finish.low()).min(finish.high()).intoArray(y, to);
    }
}
