package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of eight rows, for machines with 512-bit vectors, which have thirty-two registers. More rows would be too much
 * code for the compiler to keep vectors in registers.
 */
final class VectorTileEight {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Rows of a tile. */
    static final int ROWS = 8;

    private VectorTileEight() {}

    /** {@link MicroKernel#multiply} for at most {@link #ROWS} rows and panels of two vectors. */
    static void multiply(
            MicroKernel.Rows left,
            int first,
            int count,
            int offset,
            int terms,
            MicroKernel.Panels right,
            float[] sums,
            int at,
            int step,
            boolean accumulate) {
        float[] x = left.x();
        int[] starts = left.starts();
        float[] b = right.b();
        int length = Math.min(terms, MicroKernel.LONGEST);
        int last = count - 1;
        int x0 = Objects.checkIndex(starts[first] + offset, Shape.MOST);
        int x1 = Objects.checkIndex(starts[first + Math.min(1, last)] + offset, Shape.MOST);
        int x2 = Objects.checkIndex(starts[first + Math.min(2, last)] + offset, Shape.MOST);
        int x3 = Objects.checkIndex(starts[first + Math.min(3, last)] + offset, Shape.MOST);
        int x4 = Objects.checkIndex(starts[first + Math.min(4, last)] + offset, Shape.MOST);
        int x5 = Objects.checkIndex(starts[first + Math.min(5, last)] + offset, Shape.MOST);
        int x6 = Objects.checkIndex(starts[first + Math.min(6, last)] + offset, Shape.MOST);
        int x7 = Objects.checkIndex(starts[first + Math.min(7, last)] + offset, Shape.MOST);
        for (int panel = 0; panel < right.count(); panel++) {
            int to = at + panel * step;
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
                c00 = FloatVector.fromArray(SPECIES, sums, to);
                c01 = FloatVector.fromArray(SPECIES, sums, to + LANES);
                c10 = FloatVector.fromArray(SPECIES, sums, to + 2 * LANES);
                c11 = FloatVector.fromArray(SPECIES, sums, to + 3 * LANES);
                c20 = FloatVector.fromArray(SPECIES, sums, to + 4 * LANES);
                c21 = FloatVector.fromArray(SPECIES, sums, to + 5 * LANES);
                c30 = FloatVector.fromArray(SPECIES, sums, to + 6 * LANES);
                c31 = FloatVector.fromArray(SPECIES, sums, to + 7 * LANES);
                c40 = FloatVector.fromArray(SPECIES, sums, to + 8 * LANES);
                c41 = FloatVector.fromArray(SPECIES, sums, to + 9 * LANES);
                c50 = FloatVector.fromArray(SPECIES, sums, to + 10 * LANES);
                c51 = FloatVector.fromArray(SPECIES, sums, to + 11 * LANES);
                c60 = FloatVector.fromArray(SPECIES, sums, to + 12 * LANES);
                c61 = FloatVector.fromArray(SPECIES, sums, to + 13 * LANES);
                c70 = FloatVector.fromArray(SPECIES, sums, to + 14 * LANES);
                c71 = FloatVector.fromArray(SPECIES, sums, to + 15 * LANES);
            }
            int bAt = right.at() + panel * right.step();
            for (int k = 0; k < length; k++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + k * 2 * LANES);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + k * 2 * LANES + LANES);
                FloatVector a0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                c00 = a0.fma(b0, c00);
                c01 = a0.fma(b1, c01);
                FloatVector a1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
                c10 = a1.fma(b0, c10);
                c11 = a1.fma(b1, c11);
                FloatVector a2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
                c20 = a2.fma(b0, c20);
                c21 = a2.fma(b1, c21);
                FloatVector a3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
                c30 = a3.fma(b0, c30);
                c31 = a3.fma(b1, c31);
                FloatVector a4 = FloatVector.broadcast(SPECIES, x[x4 + k]);
                c40 = a4.fma(b0, c40);
                c41 = a4.fma(b1, c41);
                FloatVector a5 = FloatVector.broadcast(SPECIES, x[x5 + k]);
                c50 = a5.fma(b0, c50);
                c51 = a5.fma(b1, c51);
                FloatVector a6 = FloatVector.broadcast(SPECIES, x[x6 + k]);
                c60 = a6.fma(b0, c60);
                c61 = a6.fma(b1, c61);
                FloatVector a7 = FloatVector.broadcast(SPECIES, x[x7 + k]);
                c70 = a7.fma(b0, c70);
                c71 = a7.fma(b1, c71);
            }
            c70.intoArray(sums, to + 14 * LANES);
            c71.intoArray(sums, to + 15 * LANES);
            c60.intoArray(sums, to + 12 * LANES);
            c61.intoArray(sums, to + 13 * LANES);
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

    /** The same for panels of one vector, with the test that never holds of {@link VectorTileSix#multiply}. */
    static void multiplyHalf(
            MicroKernel.Rows left,
            int first,
            int count,
            int offset,
            int terms,
            MicroKernel.Panels right,
            float[] sums,
            int at,
            int step,
            boolean accumulate) {
        float[] x = left.x();
        int[] starts = left.starts();
        float[] b = right.b();
        int length = Math.min(terms, MicroKernel.LONGEST);
        int never = ~length;
        int last = count - 1;
        int x0 = Objects.checkIndex(starts[first] + offset, Shape.MOST);
        int x1 = Objects.checkIndex(starts[first + Math.min(1, last)] + offset, Shape.MOST);
        int x2 = Objects.checkIndex(starts[first + Math.min(2, last)] + offset, Shape.MOST);
        int x3 = Objects.checkIndex(starts[first + Math.min(3, last)] + offset, Shape.MOST);
        int x4 = Objects.checkIndex(starts[first + Math.min(4, last)] + offset, Shape.MOST);
        int x5 = Objects.checkIndex(starts[first + Math.min(5, last)] + offset, Shape.MOST);
        int x6 = Objects.checkIndex(starts[first + Math.min(6, last)] + offset, Shape.MOST);
        int x7 = Objects.checkIndex(starts[first + Math.min(7, last)] + offset, Shape.MOST);
        for (int panel = 0; panel < right.count(); panel++) {
            int to = at + panel * step;
            FloatVector c0 = FloatVector.zero(SPECIES);
            FloatVector c1 = c0;
            FloatVector c2 = c0;
            FloatVector c3 = c0;
            FloatVector c4 = c0;
            FloatVector c5 = c0;
            FloatVector c6 = c0;
            FloatVector c7 = c0;
            if (accumulate) {
                c0 = FloatVector.fromArray(SPECIES, sums, to);
                c1 = FloatVector.fromArray(SPECIES, sums, to + LANES);
                c2 = FloatVector.fromArray(SPECIES, sums, to + 2 * LANES);
                c3 = FloatVector.fromArray(SPECIES, sums, to + 3 * LANES);
                c4 = FloatVector.fromArray(SPECIES, sums, to + 4 * LANES);
                c5 = FloatVector.fromArray(SPECIES, sums, to + 5 * LANES);
                c6 = FloatVector.fromArray(SPECIES, sums, to + 6 * LANES);
                c7 = FloatVector.fromArray(SPECIES, sums, to + 7 * LANES);
            }
            int bAt = right.at() + panel * right.step();
            for (int k = 0; k < length; k++) {
                int row = k * LANES;
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + row);
                c0 = FloatVector.broadcast(SPECIES, x[x0 + k]).fma(b0, c0);
                if (row == never) {
                    break;
                }
                c1 = FloatVector.broadcast(SPECIES, x[x1 + k]).fma(b0, c1);
                c2 = FloatVector.broadcast(SPECIES, x[x2 + k]).fma(b0, c2);
                c3 = FloatVector.broadcast(SPECIES, x[x3 + k]).fma(b0, c3);
                c4 = FloatVector.broadcast(SPECIES, x[x4 + k]).fma(b0, c4);
                c5 = FloatVector.broadcast(SPECIES, x[x5 + k]).fma(b0, c5);
                c6 = FloatVector.broadcast(SPECIES, x[x6 + k]).fma(b0, c6);
                c7 = FloatVector.broadcast(SPECIES, x[x7 + k]).fma(b0, c7);
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
}
