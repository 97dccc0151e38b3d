package dev.lathe.backend.cpu;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of eight rows and one vector, for machines with 512-bit vectors: as many sums under way as multiply-adds, two
 * at a time, take steps. Sums begin as those of {@link VectorTileSix} do.
 */
final class VectorStreamEight implements StreamKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 8;

    /** What sums begin with that nothing goes before. */
    private static final float[] ZEROS = new float[ROWS * LANES];

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return LANES;
    }

    @Override
    public void multiply(float[] a, int at, int terms, float[] b, int bAt, float[] sums, int to, boolean accumulate) {
        int length = Objects.checkIndex(terms, MicroKernel.LONGEST + 1);
        float[] from = accumulate ? sums : ZEROS;
        int s = accumulate ? to : 0;
        FloatVector c0 = FloatVector.fromArray(SPECIES, from, s);
        FloatVector c1 = FloatVector.fromArray(SPECIES, from, s + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, from, s + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, from, s + 3 * LANES);
        FloatVector c4 = FloatVector.fromArray(SPECIES, from, s + 4 * LANES);
        FloatVector c5 = FloatVector.fromArray(SPECIES, from, s + 5 * LANES);
        FloatVector c6 = FloatVector.fromArray(SPECIES, from, s + 6 * LANES);
        FloatVector c7 = FloatVector.fromArray(SPECIES, from, s + 7 * LANES);
        for (int k = 0; k < length; k++) {
            int term = at + k * ROWS;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + k * LANES);
            c0 = FloatVector.broadcast(SPECIES, a[term]).fma(b0, c0);
            c1 = FloatVector.broadcast(SPECIES, a[term + 1]).fma(b0, c1);
            c2 = FloatVector.broadcast(SPECIES, a[term + 2]).fma(b0, c2);
            c3 = FloatVector.broadcast(SPECIES, a[term + 3]).fma(b0, c3);
            c4 = FloatVector.broadcast(SPECIES, a[term + 4]).fma(b0, c4);
            c5 = FloatVector.broadcast(SPECIES, a[term + 5]).fma(b0, c5);
            c6 = FloatVector.broadcast(SPECIES, a[term + 6]).fma(b0, c6);
            c7 = FloatVector.broadcast(SPECIES, a[term + 7]).fma(b0, c7);
        }
        c7.intoArray(sums, to + 7 * LANES);
        c6.intoArray(sums, to + 6 * LANES);
        c5.intoArray(sums, to + 5 * LANES);
        c4.intoArray(sums, to + 4 * LANES);
        c3.intoArray(sums, to + 3 * LANES);
        c2.intoArray(sums, to + 2 * LANES);
        c1.intoArray(sums, to + LANES);
        c0.intoArray(sums, to);
    }
}
