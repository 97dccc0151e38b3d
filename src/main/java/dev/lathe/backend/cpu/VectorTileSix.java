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
    private static final float[] ZEROS = new float[2 * LANES];

    private VectorTileSix() {}

    /** {@link MicroKernel#multiply} for at most {@link #ROWS} rows of two vectors. */
    static void multiply(
            MicroKernel.Rows left,
            int first,
            int count,
            int offset,
            MicroKernel.Runs runs,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate) {
        if (runs.count() == 1) {
            multiplyRun(left, first, count, offset, runs, b, bAt, c, cAt, cStride, accumulate);
            return;
        }
        float[] x = left.x();
        int[] starts = left.starts();
        int step = runs.step();
        int length = Math.min(runs.length(), MicroKernel.LONGEST);
        int last = count - 1;
        int x0 = starts[first] + offset;
        int x1 = starts[first + Math.min(1, last)] + offset;
        int x2 = starts[first + Math.min(2, last)] + offset;
        int x3 = starts[first + Math.min(3, last)] + offset;
        int x4 = starts[first + Math.min(4, last)] + offset;
        int x5 = starts[first + Math.min(5, last)] + offset;
        int to1 = cAt + Math.min(1, last) * cStride;
        int to2 = cAt + Math.min(2, last) * cStride;
        int to3 = cAt + Math.min(3, last) * cStride;
        int to4 = cAt + Math.min(4, last) * cStride;
        int to5 = cAt + Math.min(5, last) * cStride;
        float[] from = accumulate ? c : ZEROS;
        int at = accumulate ? cAt : 0;
        int pitch = accumulate ? cStride : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, from, at);
        FloatVector c01 = FloatVector.fromArray(SPECIES, from, at + LANES);
        FloatVector c10 = FloatVector.fromArray(SPECIES, from, at + Math.min(1, last) * pitch);
        FloatVector c11 = FloatVector.fromArray(SPECIES, from, at + Math.min(1, last) * pitch + LANES);
        FloatVector c20 = FloatVector.fromArray(SPECIES, from, at + Math.min(2, last) * pitch);
        FloatVector c21 = FloatVector.fromArray(SPECIES, from, at + Math.min(2, last) * pitch + LANES);
        FloatVector c30 = FloatVector.fromArray(SPECIES, from, at + Math.min(3, last) * pitch);
        FloatVector c31 = FloatVector.fromArray(SPECIES, from, at + Math.min(3, last) * pitch + LANES);
        FloatVector c40 = FloatVector.fromArray(SPECIES, from, at + Math.min(4, last) * pitch);
        FloatVector c41 = FloatVector.fromArray(SPECIES, from, at + Math.min(4, last) * pitch + LANES);
        FloatVector c50 = FloatVector.fromArray(SPECIES, from, at + Math.min(5, last) * pitch);
        FloatVector c51 = FloatVector.fromArray(SPECIES, from, at + Math.min(5, last) * pitch + LANES);
        for (int run = 0; run < runs.count(); run++) {
            int row = bAt + run * length * 2 * LANES;
            for (int k = 0; k < length; k++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, row + k * 2 * LANES);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, row + k * 2 * LANES + LANES);
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
            }
            x0 += step;
            x1 += step;
            x2 += step;
            x3 += step;
            x4 += step;
            x5 += step;
        }
        c50.intoArray(c, to5);
        c51.intoArray(c, to5 + LANES);
        c40.intoArray(c, to4);
        c41.intoArray(c, to4 + LANES);
        c30.intoArray(c, to3);
        c31.intoArray(c, to3 + LANES);
        c20.intoArray(c, to2);
        c21.intoArray(c, to2 + LANES);
        c10.intoArray(c, to1);
        c11.intoArray(c, to1 + LANES);
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + LANES);
    }

    /**
     * The same for a single run. The compiler is told that no place of a term is too large for an integer, and takes an
     * instruction for each less to compute it. What it puts in order at a time ends with a test, here one that never
     * holds, when a row of the right operand is found: without it all terms are loaded before the first one is used,
     * and two sums are kept in memory.
     */
    private static void multiplyRun(
            MicroKernel.Rows left,
            int first,
            int count,
            int offset,
            MicroKernel.Runs run,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate) {
        float[] x = left.x();
        int[] starts = left.starts();
        int length = Math.min(run.length(), MicroKernel.LONGEST);
        int never = ~length;
        int last = count - 1;
        int x0 = Objects.checkIndex(starts[first] + offset, Shape.MOST);
        int x1 = Objects.checkIndex(starts[first + Math.min(1, last)] + offset, Shape.MOST);
        int x2 = Objects.checkIndex(starts[first + Math.min(2, last)] + offset, Shape.MOST);
        int x3 = Objects.checkIndex(starts[first + Math.min(3, last)] + offset, Shape.MOST);
        int x4 = Objects.checkIndex(starts[first + Math.min(4, last)] + offset, Shape.MOST);
        int x5 = Objects.checkIndex(starts[first + Math.min(5, last)] + offset, Shape.MOST);
        int to1 = cAt + Math.min(1, last) * cStride;
        int to2 = cAt + Math.min(2, last) * cStride;
        int to3 = cAt + Math.min(3, last) * cStride;
        int to4 = cAt + Math.min(4, last) * cStride;
        int to5 = cAt + Math.min(5, last) * cStride;
        float[] from = accumulate ? c : ZEROS;
        int at = accumulate ? cAt : 0;
        int pitch = accumulate ? cStride : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, from, at);
        FloatVector c01 = FloatVector.fromArray(SPECIES, from, at + LANES);
        FloatVector c10 = FloatVector.fromArray(SPECIES, from, at + Math.min(1, last) * pitch);
        FloatVector c11 = FloatVector.fromArray(SPECIES, from, at + Math.min(1, last) * pitch + LANES);
        FloatVector c20 = FloatVector.fromArray(SPECIES, from, at + Math.min(2, last) * pitch);
        FloatVector c21 = FloatVector.fromArray(SPECIES, from, at + Math.min(2, last) * pitch + LANES);
        FloatVector c30 = FloatVector.fromArray(SPECIES, from, at + Math.min(3, last) * pitch);
        FloatVector c31 = FloatVector.fromArray(SPECIES, from, at + Math.min(3, last) * pitch + LANES);
        FloatVector c40 = FloatVector.fromArray(SPECIES, from, at + Math.min(4, last) * pitch);
        FloatVector c41 = FloatVector.fromArray(SPECIES, from, at + Math.min(4, last) * pitch + LANES);
        FloatVector c50 = FloatVector.fromArray(SPECIES, from, at + Math.min(5, last) * pitch);
        FloatVector c51 = FloatVector.fromArray(SPECIES, from, at + Math.min(5, last) * pitch + LANES);
        for (int k = 0; k < length; k++) {
            int row = k * 2 * LANES;
            if (row == never) {
                break;
            }
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + row);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + row + LANES);
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
        }
        c50.intoArray(c, to5);
        c51.intoArray(c, to5 + LANES);
        c40.intoArray(c, to4);
        c41.intoArray(c, to4 + LANES);
        c30.intoArray(c, to3);
        c31.intoArray(c, to3 + LANES);
        c20.intoArray(c, to2);
        c21.intoArray(c, to2 + LANES);
        c10.intoArray(c, to1);
        c11.intoArray(c, to1 + LANES);
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + LANES);
    }

    /** The same for rows of one vector. */
    static void multiplyHalf(
            MicroKernel.Rows left,
            int first,
            int count,
            int offset,
            MicroKernel.Runs runs,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate) {
        float[] x = left.x();
        int[] starts = left.starts();
        int step = runs.step();
        int length = Math.min(runs.length(), MicroKernel.LONGEST);
        int last = count - 1;
        int x0 = starts[first] + offset;
        int x1 = starts[first + Math.min(1, last)] + offset;
        int x2 = starts[first + Math.min(2, last)] + offset;
        int x3 = starts[first + Math.min(3, last)] + offset;
        int x4 = starts[first + Math.min(4, last)] + offset;
        int x5 = starts[first + Math.min(5, last)] + offset;
        int to1 = cAt + Math.min(1, last) * cStride;
        int to2 = cAt + Math.min(2, last) * cStride;
        int to3 = cAt + Math.min(3, last) * cStride;
        int to4 = cAt + Math.min(4, last) * cStride;
        int to5 = cAt + Math.min(5, last) * cStride;
        float[] from = accumulate ? c : ZEROS;
        int at = accumulate ? cAt : 0;
        int pitch = accumulate ? cStride : 0;
        FloatVector c0 = FloatVector.fromArray(SPECIES, from, at);
        FloatVector c1 = FloatVector.fromArray(SPECIES, from, at + Math.min(1, last) * pitch);
        FloatVector c2 = FloatVector.fromArray(SPECIES, from, at + Math.min(2, last) * pitch);
        FloatVector c3 = FloatVector.fromArray(SPECIES, from, at + Math.min(3, last) * pitch);
        FloatVector c4 = FloatVector.fromArray(SPECIES, from, at + Math.min(4, last) * pitch);
        FloatVector c5 = FloatVector.fromArray(SPECIES, from, at + Math.min(5, last) * pitch);
        for (int run = 0; run < runs.count(); run++) {
            int row = bAt + run * length * LANES;
            for (int k = 0; k < length; k++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, row + k * LANES);
                c0 = FloatVector.broadcast(SPECIES, x[x0 + k]).fma(b0, c0);
                c1 = FloatVector.broadcast(SPECIES, x[x1 + k]).fma(b0, c1);
                c2 = FloatVector.broadcast(SPECIES, x[x2 + k]).fma(b0, c2);
                c3 = FloatVector.broadcast(SPECIES, x[x3 + k]).fma(b0, c3);
                c4 = FloatVector.broadcast(SPECIES, x[x4 + k]).fma(b0, c4);
                c5 = FloatVector.broadcast(SPECIES, x[x5 + k]).fma(b0, c5);
            }
            x0 += step;
            x1 += step;
            x2 += step;
            x3 += step;
            x4 += step;
            x5 += step;
        }
        c5.intoArray(c, to5);
        c4.intoArray(c, to4);
        c3.intoArray(c, to3);
        c2.intoArray(c, to2);
        c1.intoArray(c, to1);
        c0.intoArray(c, cAt);
    }
}
