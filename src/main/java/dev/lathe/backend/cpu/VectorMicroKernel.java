package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of two vectors a row, as many rows as the machine has registers for. In the classes of the tiles sums are local
 * variables, unrolled by hand, so that they stay in registers; rows that a tile lacks repeat its last one, in the
 * operand and in the result.
 */
final class VectorMicroKernel implements MicroKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int WIDE_BITS = 512;

    @Override
    public int rows() {
        return SPECIES.vectorBitSize() >= WIDE_BITS ? VectorTileEight.ROWS : VectorTileFour.ROWS;
    }

    @Override
    public int columns() {
        return 2 * LANES;
    }

    @Override
    public void multiply(
            Rows left,
            int first,
            int count,
            int offset,
            Runs runs,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate) {
        if (count > VectorTileFour.ROWS) {
            VectorTileEight.multiply(left, first, count, offset, runs, b, bAt, c, cAt, cStride, accumulate);
        } else {
            VectorTileFour.multiply(left, first, count, offset, runs, b, bAt, c, cAt, cStride, accumulate);
        }
    }

    @Override
    public void multiplyHalf(
            Rows left,
            int first,
            int count,
            int offset,
            Runs runs,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate) {
        if (count > VectorTileFour.ROWS) {
            VectorTileEight.multiplyHalf(left, first, count, offset, runs, b, bAt, c, cAt, cStride, accumulate);
        } else {
            VectorTileFour.multiplyHalf(left, first, count, offset, runs, b, bAt, c, cAt, cStride, accumulate);
        }
    }

    @Override
    public void multiplyRow(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        for (int k = 0; k < depth; k++) {
            FloatVector factor = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
            c0 = factor.fma(FloatVector.fromArray(SPECIES, b, bAt + k * 2 * LANES), c0);
            c1 = factor.fma(FloatVector.fromArray(SPECIES, b, bAt + k * 2 * LANES + LANES), c1);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + LANES);
    }
}
