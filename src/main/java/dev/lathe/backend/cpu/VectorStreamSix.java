package dev.lathe.backend.cpu;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of six rows and two vectors, for machines with 256-bit vectors. What {@link VectorTileSix} says of sums holds
 * here, too; it takes two tests that never hold to keep all sums in registers.
 */
final class VectorStreamSix implements StreamKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 6;

    /** What sums begin with that nothing goes before. */
    private static final float[] ZEROS = new float[2 * ROWS * LANES];

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return 2 * LANES;
    }

    @Override
    public void multiply(float[] a, int at, int terms, float[] b, int bAt, float[] sums, int to, boolean accumulate) {
        int length = Objects.checkIndex(terms, MicroKernel.LONGEST + 1);
        int never = ~length;
        int neverEither = ~(length + 1);
        float[] from = accumulate ? sums : ZEROS;
        int s = accumulate ? to : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, from, s);
        FloatVector c01 = FloatVector.fromArray(SPECIES, from, s + LANES);
        FloatVector c10 = FloatVector.fromArray(SPECIES, from, s + 2 * LANES);
        FloatVector c11 = FloatVector.fromArray(SPECIES, from, s + 3 * LANES);
        FloatVector c20 = FloatVector.fromArray(SPECIES, from, s + 4 * LANES);
        FloatVector c21 = FloatVector.fromArray(SPECIES, from, s + 5 * LANES);
        FloatVector c30 = FloatVector.fromArray(SPECIES, from, s + 6 * LANES);
        FloatVector c31 = FloatVector.fromArray(SPECIES, from, s + 7 * LANES);
        FloatVector c40 = FloatVector.fromArray(SPECIES, from, s + 8 * LANES);
        FloatVector c41 = FloatVector.fromArray(SPECIES, from, s + 9 * LANES);
        FloatVector c50 = FloatVector.fromArray(SPECIES, from, s + 10 * LANES);
        FloatVector c51 = FloatVector.fromArray(SPECIES, from, s + 11 * LANES);
        for (int k = 0; k < length; k++) {
            int row = k * 2 * LANES;
            int term = at + k * ROWS;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + row);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + row + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[term]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[term + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            if (row == never) {
                break;
            }
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[term + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[term + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            if (term == neverEither) {
                break;
            }
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[term + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[term + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
        }
        c50.intoArray(sums, to + 10 * LANES);
        c51.intoArray(sums, to + 11 * LANES);
        c40.intoArray(sums, to + 8 * LANES);
        c41.intoArray(sums, to + 9 * LANES);
        c30.intoArray(sums, to + 6 * LANES);
        c31.intoArray(sums, to + 7 * LANES);
        c20.intoArray(sums, to + 4 * LANES);
        c21.intoArray(sums, to + 5 * LANES);
        c10.intoArray(sums, to + 2 * LANES);
        c11.intoArray(sums, to + 3 * LANES);
        c00.intoArray(sums, to);
        c01.intoArray(sums, to + LANES);
    }
}
