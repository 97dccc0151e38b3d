package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of six rows, for machines with 256-bit vectors, of which sixteen registers hold twelve sums. The sums begin
 * with what is read from an array, be it zeros: with constants, which the compiler also makes of a branch that was
 * never taken, it kept some of the sums in memory, and a tile ran at a third of its speed.
 */
final class VectorTileSix {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Rows of a tile. */
    static final int ROWS = 6;

    /** What sums begin with that nothing goes before. */
    private static final float[] ZEROS = new float[2 * ROWS * LANES];

    private VectorTileSix() {}

    /**
     * {@link MicroKernel#multiply} for at most {@link #ROWS} rows and panels of two vectors.
     *
     * <p>The compiler is told that no place of a term is too large for an integer, and takes an instruction for each
     * less to compute it. What it puts in order at a time ends with a test, here with one that never holds: without it,
     * or further down, more terms are loaded before the first one is used than there are registers, and one or two sums
     * are kept in memory.
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
        int x4 = Objects.checkIndex(starts[first + Math.min(4, last)] + offset, Shape.MOST);
        int x5 = Objects.checkIndex(starts[first + Math.min(5, last)] + offset, Shape.MOST);
        float[] from = accumulate ? sums : ZEROS;
        int begin = accumulate ? at : 0;
        int next = accumulate ? step : 0;
        for (int panel = 0; panel < right.count(); panel++) {
            int s = begin + panel * next;
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
                FloatVector a4 = FloatVector.broadcast(SPECIES, x[x4 + k]);
                c40 = a4.fma(b0, c40);
                c41 = a4.fma(b1, c41);
                FloatVector a5 = FloatVector.broadcast(SPECIES, x[x5 + k]);
                c50 = a5.fma(b0, c50);
                c51 = a5.fma(b1, c51);
            }
            int to = at + panel * step;
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
        int x4 = Objects.checkIndex(starts[first + Math.min(4, last)] + offset, Shape.MOST);
        int x5 = Objects.checkIndex(starts[first + Math.min(5, last)] + offset, Shape.MOST);
        float[] from = accumulate ? sums : ZEROS;
        int begin = accumulate ? at : 0;
        int next = accumulate ? step : 0;
        for (int panel = 0; panel < right.count(); panel++) {
            int s = begin + panel * next;
            FloatVector c0 = FloatVector.fromArray(SPECIES, from, s);
            FloatVector c1 = FloatVector.fromArray(SPECIES, from, s + LANES);
            FloatVector c2 = FloatVector.fromArray(SPECIES, from, s + 2 * LANES);
            FloatVector c3 = FloatVector.fromArray(SPECIES, from, s + 3 * LANES);
            FloatVector c4 = FloatVector.fromArray(SPECIES, from, s + 4 * LANES);
            FloatVector c5 = FloatVector.fromArray(SPECIES, from, s + 5 * LANES);
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
            }
            int to = at + panel * step;
            c5.intoArray(sums, to + 5 * LANES);
            c4.intoArray(sums, to + 4 * LANES);
            c3.intoArray(sums, to + 3 * LANES);
            c2.intoArray(sums, to + 2 * LANES);
            c1.intoArray(sums, to + LANES);
            c0.intoArray(sums, to);
        }
    }
}
