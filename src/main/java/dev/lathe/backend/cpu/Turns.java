package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Lanes of two vectors, one behind the other, that {@code selectFrom} picks: to sort what lies in turns, and to put in
 * turns what is sorted.
 */
final class Turns {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Every second lane, from the first on. */
    static final FloatVector EVEN = indices(0, 2, 1);

    /** Every second lane, from the second on. */
    static final FloatVector ODD = indices(1, 2, 1);

    /** The first half of the lanes of both vectors, in turns. */
    static final FloatVector LOW = indices(0, 1, 2);

    /** The second half, likewise. */
    static final FloatVector HIGH = indices(LANES / 2, 1, 2);

    private Turns() {}

    /** Ascending from {@code first} by {@code step}, from {@code vectors} vectors in turns. */
    private static FloatVector indices(int first, int step, int vectors) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = first + i / vectors * step + i % vectors * LANES;
        }
        return FloatVector.fromArray(SPECIES, lanes, 0);
    }
}
