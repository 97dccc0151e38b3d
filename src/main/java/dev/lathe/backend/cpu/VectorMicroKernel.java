package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Two vectors of the machine's preferred width per row. The sums are local variables so that they stay in registers.
 */
final class VectorMicroKernel implements MicroKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public int columns() {
        return 2 * LANES;
    }

    @Override
    public void multiply(
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean accumulate) {
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        FloatVector c40 = c00;
        FloatVector c41 = c00;
        FloatVector c50 = c00;
        FloatVector c51 = c00;
        if (accumulate) {
            c00 = FloatVector.fromArray(SPECIES, c, cAt);
            c01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
            c10 = FloatVector.fromArray(SPECIES, c, cAt + cStride);
            c11 = FloatVector.fromArray(SPECIES, c, cAt + cStride + LANES);
            c20 = FloatVector.fromArray(SPECIES, c, cAt + 2 * cStride);
            c21 = FloatVector.fromArray(SPECIES, c, cAt + 2 * cStride + LANES);
            c30 = FloatVector.fromArray(SPECIES, c, cAt + 3 * cStride);
            c31 = FloatVector.fromArray(SPECIES, c, cAt + 3 * cStride + LANES);
            c40 = FloatVector.fromArray(SPECIES, c, cAt + 4 * cStride);
            c41 = FloatVector.fromArray(SPECIES, c, cAt + 4 * cStride + LANES);
            c50 = FloatVector.fromArray(SPECIES, c, cAt + 5 * cStride);
            c51 = FloatVector.fromArray(SPECIES, c, cAt + 5 * cStride + LANES);
        }
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + k * 2 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + k * 2 * LANES + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + LANES);
        c10.intoArray(c, cAt + cStride);
        c11.intoArray(c, cAt + cStride + LANES);
        c20.intoArray(c, cAt + 2 * cStride);
        c21.intoArray(c, cAt + 2 * cStride + LANES);
        c30.intoArray(c, cAt + 3 * cStride);
        c31.intoArray(c, cAt + 3 * cStride + LANES);
        c40.intoArray(c, cAt + 4 * cStride);
        c41.intoArray(c, cAt + 4 * cStride + LANES);
        c50.intoArray(c, cAt + 5 * cStride);
        c51.intoArray(c, cAt + 5 * cStride + LANES);
    }

    @Override
    public void gatherColumns(float[] x, int[] offsets, int k0, int depth, int at, float[] packed, int packedAt) {
        for (int k = 0; k < depth; k++) {
            int from = offsets[k0 + k] + at;
            int to = packedAt + k * 2 * LANES;
            FloatVector.fromArray(SPECIES, x, from).intoArray(packed, to);
            FloatVector.fromArray(SPECIES, x, from + LANES).intoArray(packed, to + LANES);
        }
    }

    /**
     * Stores whole vectors: what goes beyond a row is overwritten by the next one, so the last rows that this would
     * carry beyond the panel are stored one by one.
     */
    @Override
    public void gatherRows(float[] x, int[] offsets, int depth, Runs runs, float[] packed, int packedAt) {
        int whole = Math.max(0, depth - Math.ceilDiv(ROWS + LANES, ROWS));
        for (int k = 0; k < whole; k++) {
            int to = packedAt + k * ROWS;
            for (int run = 0; run < runs.rows().length; run++) {
                FloatVector.fromArray(SPECIES, x, offsets[k] + runs.starts()[run])
                        .intoArray(packed, to + runs.rows()[run]);
            }
        }
        for (int k = whole; k < depth; k++) {
            ScalarMicroKernel.gatherRow(x, offsets[k], runs, packed, packedAt + k * ROWS);
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
}
