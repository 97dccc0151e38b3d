package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link BackwardLoops#meet} in tiles, held in registers. Filters and vectors that a tile lacks are its
 * last ones again, in the operands and in the result.
 */
final class VectorFilterTiles {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Vectors of neighbours in a tile. */
    private static final int VECTORS = 3;

    /** Filters in a tile: with three vectors, as many as sixteen registers hold. */
    private static final int FILTERS = 4;

    private VectorFilterTiles() {}

    /** As {@link BackwardLoops#meet}. */
    static void meet(
            float[] x,
            int xAt,
            float[] dy,
            int yAt,
            Positions positions,
            int filters,
            int length,
            float[] sums,
            int at,
            int pitch) {
        for (int k = 0; k < filters; k += FILTERS) {
            int last = filters - 1 - k;
            int from = yAt + k;
            int to = at + k * pitch;
            for (int j = 0; j < length; j += VECTORS * LANES) {
                int rest = length - j;
                if (rest < LANES) {
                    meetFew(x, xAt + j, dy, from, last, positions, rest, sums, to + j, pitch);
                } else {
                    // no further back than the tile begins: what another one has summed would be summed twice
                    int j1 = Math.min(LANES, rest - LANES);
                    int j2 = Math.min(2 * LANES, rest - LANES);
                    tile(x, xAt + j, j1, j2, dy, from, last, positions, sums, to + j, pitch);
                }
            }
        }
    }

    private static void tile(
            float[] x,
            int xAt,
            int j1,
            int j2,
            float[] dy,
            int yAt,
            int last,
            Positions positions,
            float[] sums,
            int at,
            int pitch) {
        int k1 = Math.min(1, last);
        int k2 = Math.min(2, last);
        int k3 = Math.min(3, last);
        int at1 = at + k1 * pitch;
        int at2 = at + k2 * pitch;
        int at3 = at + k3 * pitch;
        FloatVector c00 = FloatVector.fromArray(SPECIES, sums, at);
        FloatVector c01 = FloatVector.fromArray(SPECIES, sums, at + j1);
        FloatVector c02 = FloatVector.fromArray(SPECIES, sums, at + j2);
        FloatVector c10 = FloatVector.fromArray(SPECIES, sums, at1);
        FloatVector c11 = FloatVector.fromArray(SPECIES, sums, at1 + j1);
        FloatVector c12 = FloatVector.fromArray(SPECIES, sums, at1 + j2);
        FloatVector c20 = FloatVector.fromArray(SPECIES, sums, at2);
        FloatVector c21 = FloatVector.fromArray(SPECIES, sums, at2 + j1);
        FloatVector c22 = FloatVector.fromArray(SPECIES, sums, at2 + j2);
        FloatVector c30 = FloatVector.fromArray(SPECIES, sums, at3);
        FloatVector c31 = FloatVector.fromArray(SPECIES, sums, at3 + j1);
        FloatVector c32 = FloatVector.fromArray(SPECIES, sums, at3 + j2);
        int columns = positions.columns();
        int xStep = positions.xStep();
        int yStep = positions.yStep();
        for (int r = 0; r < positions.rows(); r++) {
            int from = xAt + r * positions.xLine();
            int slopes = yAt + r * positions.yLine();
            for (int o = 0; o < columns; o++) {
                FloatVector a0 = FloatVector.fromArray(SPECIES, x, from + o * xStep);
                FloatVector a1 = FloatVector.fromArray(SPECIES, x, from + o * xStep + j1);
                FloatVector a2 = FloatVector.fromArray(SPECIES, x, from + o * xStep + j2);
                FloatVector b0 = FloatVector.broadcast(SPECIES, dy[slopes + o * yStep]);
                c00 = b0.fma(a0, c00);
                c01 = b0.fma(a1, c01);
                c02 = b0.fma(a2, c02);
                FloatVector b1 = FloatVector.broadcast(SPECIES, dy[slopes + o * yStep + k1]);
                c10 = b1.fma(a0, c10);
                c11 = b1.fma(a1, c11);
                c12 = b1.fma(a2, c12);
                FloatVector b2 = FloatVector.broadcast(SPECIES, dy[slopes + o * yStep + k2]);
                c20 = b2.fma(a0, c20);
                c21 = b2.fma(a1, c21);
                c22 = b2.fma(a2, c22);
                FloatVector b3 = FloatVector.broadcast(SPECIES, dy[slopes + o * yStep + k3]);
                c30 = b3.fma(a0, c30);
                c31 = b3.fma(a1, c31);
                c32 = b3.fma(a2, c32);
            }
        }
        c00.intoArray(sums, at);
        c01.intoArray(sums, at + j1);
        c02.intoArray(sums, at + j2);
        c10.intoArray(sums, at1);
        c11.intoArray(sums, at1 + j1);
        c12.intoArray(sums, at1 + j2);
        c20.intoArray(sums, at2);
        c21.intoArray(sums, at2 + j1);
        c22.intoArray(sums, at2 + j2);
        c30.intoArray(sums, at3);
        c31.intoArray(sums, at3 + j1);
        c32.intoArray(sums, at3 + j2);
    }

    /** Fewer neighbours than lanes. */
    private static void meetFew(
            float[] x,
            int xAt,
            float[] dy,
            int yAt,
            int last,
            Positions positions,
            int length,
            float[] sums,
            int at,
            int pitch) {
        VectorMask<Float> some = SPECIES.indexInRange(0, length);
        int k1 = Math.min(1, last);
        int k2 = Math.min(2, last);
        int k3 = Math.min(3, last);
        FloatVector c0 = FloatVector.fromArray(SPECIES, sums, at, some);
        FloatVector c1 = FloatVector.fromArray(SPECIES, sums, at + k1 * pitch, some);
        FloatVector c2 = FloatVector.fromArray(SPECIES, sums, at + k2 * pitch, some);
        FloatVector c3 = FloatVector.fromArray(SPECIES, sums, at + k3 * pitch, some);
        for (int r = 0; r < positions.rows(); r++) {
            int from = xAt + r * positions.xLine();
            int slopes = yAt + r * positions.yLine();
            for (int o = 0; o < positions.columns(); o++) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, from + o * positions.xStep(), some);
                int slope = slopes + o * positions.yStep();
                c0 = FloatVector.broadcast(SPECIES, dy[slope]).fma(a, c0);
                c1 = FloatVector.broadcast(SPECIES, dy[slope + k1]).fma(a, c1);
                c2 = FloatVector.broadcast(SPECIES, dy[slope + k2]).fma(a, c2);
                c3 = FloatVector.broadcast(SPECIES, dy[slope + k3]).fma(a, c3);
            }
        }
        c0.intoArray(sums, at, some);
        c1.intoArray(sums, at + k1 * pitch, some);
        c2.intoArray(sums, at + k2 * pitch, some);
        c3.intoArray(sums, at + k3 * pitch, some);
    }
}
