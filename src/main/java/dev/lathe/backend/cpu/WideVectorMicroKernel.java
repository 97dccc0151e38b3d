package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eight rows of two vectors, for machines with 512-bit vectors, which have thirty-two registers. More rows would be too
 * much code for the compiler to keep vectors in registers.
 */
final class WideVectorMicroKernel implements MicroKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 8;

    @Override
    public int rows() {
        return ROWS;
    }

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
        FloatVector c60 = c00;
        FloatVector c61 = c00;
        FloatVector c70 = c00;
        FloatVector c71 = c00;
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
            c60 = FloatVector.fromArray(SPECIES, c, cAt + 6 * cStride);
            c61 = FloatVector.fromArray(SPECIES, c, cAt + 6 * cStride + LANES);
            c70 = FloatVector.fromArray(SPECIES, c, cAt + 7 * cStride);
            c71 = FloatVector.fromArray(SPECIES, c, cAt + 7 * cStride + LANES);
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
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 6]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 7]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
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
        c60.intoArray(c, cAt + 6 * cStride);
        c61.intoArray(c, cAt + 6 * cStride + LANES);
        c70.intoArray(c, cAt + 7 * cStride);
        c71.intoArray(c, cAt + 7 * cStride + LANES);
    }

    @Override
    public void multiplyHalf(
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean accumulate) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        FloatVector c4 = c0;
        FloatVector c5 = c0;
        FloatVector c6 = c0;
        FloatVector c7 = c0;
        if (accumulate) {
            c0 = FloatVector.fromArray(SPECIES, c, cAt);
            c1 = FloatVector.fromArray(SPECIES, c, cAt + cStride);
            c2 = FloatVector.fromArray(SPECIES, c, cAt + 2 * cStride);
            c3 = FloatVector.fromArray(SPECIES, c, cAt + 3 * cStride);
            c4 = FloatVector.fromArray(SPECIES, c, cAt + 4 * cStride);
            c5 = FloatVector.fromArray(SPECIES, c, cAt + 5 * cStride);
            c6 = FloatVector.fromArray(SPECIES, c, cAt + 6 * cStride);
            c7 = FloatVector.fromArray(SPECIES, c, cAt + 7 * cStride);
        }
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + k * LANES);
            c0 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS]).fma(b0, c0);
            c1 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 1]).fma(b0, c1);
            c2 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 2]).fma(b0, c2);
            c3 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 3]).fma(b0, c3);
            c4 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 4]).fma(b0, c4);
            c5 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 5]).fma(b0, c5);
            c6 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 6]).fma(b0, c6);
            c7 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 7]).fma(b0, c7);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cStride);
        c2.intoArray(c, cAt + 2 * cStride);
        c3.intoArray(c, cAt + 3 * cStride);
        c4.intoArray(c, cAt + 4 * cStride);
        c5.intoArray(c, cAt + 5 * cStride);
        c6.intoArray(c, cAt + 6 * cStride);
        c7.intoArray(c, cAt + 7 * cStride);
    }

    @Override
    public void multiplyRow(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt) {
        VectorMicroKernel.row(depth, a, aAt, aStep, b, bAt, c, cAt);
    }
}
