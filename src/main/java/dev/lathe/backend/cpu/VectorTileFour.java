package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles of four rows: eight sums, which with their operands fit sixteen registers and hide the latency of FMA. */
final class VectorTileFour {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Rows of a tile. */
    static final int ROWS = 4;

    private VectorTileFour() {}

    /**
     * {@link MicroKernel#multiply} for at most {@link #ROWS} rows and panels of two vectors, with the test that never
     * holds of {@link VectorTileSix#multiply}.
     */
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
        int never = ~length;
        int last = count - 1;
        int x0 = Objects.checkIndex(starts[first] + offset, Shape.MOST);
        int x1 = Objects.checkIndex(starts[first + Math.min(1, last)] + offset, Shape.MOST);
        int x2 = Objects.checkIndex(starts[first + Math.min(2, last)] + offset, Shape.MOST);
        int x3 = Objects.checkIndex(starts[first + Math.min(3, last)] + offset, Shape.MOST);
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
            if (accumulate) {
                c00 = FloatVector.fromArray(SPECIES, sums, to);
                c01 = FloatVector.fromArray(SPECIES, sums, to + LANES);
                c10 = FloatVector.fromArray(SPECIES, sums, to + 2 * LANES);
                c11 = FloatVector.fromArray(SPECIES, sums, to + 3 * LANES);
                c20 = FloatVector.fromArray(SPECIES, sums, to + 4 * LANES);
                c21 = FloatVector.fromArray(SPECIES, sums, to + 5 * LANES);
                c30 = FloatVector.fromArray(SPECIES, sums, to + 6 * LANES);
                c31 = FloatVector.fromArray(SPECIES, sums, to + 7 * LANES);
            }
            int bAt = right.at() + panel * right.step();
            for (int k = 0; k < length; k++) {
                int row = k * 2 * LANES;
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + row);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + row + LANES);
                FloatVector a0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                c00 = a0.fma(b0, c00);
                c01 = a0.fma(b1, c01);
                if (row == never) {
                    break;
                }
                FloatVector a1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
                c10 = a1.fma(b0, c10);
                c11 = a1.fma(b1, c11);
                FloatVector a2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
                c20 = a2.fma(b0, c20);
                c21 = a2.fma(b1, c21);
                FloatVector a3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
                c30 = a3.fma(b0, c30);
                c31 = a3.fma(b1, c31);
            }
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

    /** The same for panels of one vector. */
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
        for (int panel = 0; panel < right.count(); panel++) {
            int to = at + panel * step;
            FloatVector c0 = FloatVector.zero(SPECIES);
            FloatVector c1 = c0;
            FloatVector c2 = c0;
            FloatVector c3 = c0;
            if (accumulate) {
                c0 = FloatVector.fromArray(SPECIES, sums, to);
                c1 = FloatVector.fromArray(SPECIES, sums, to + LANES);
                c2 = FloatVector.fromArray(SPECIES, sums, to + 2 * LANES);
                c3 = FloatVector.fromArray(SPECIES, sums, to + 3 * LANES);
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
            }
            c3.intoArray(sums, to + 3 * LANES);
            c2.intoArray(sums, to + 2 * LANES);
            c1.intoArray(sums, to + LANES);
            c0.intoArray(sums, to);
        }
    }
}
