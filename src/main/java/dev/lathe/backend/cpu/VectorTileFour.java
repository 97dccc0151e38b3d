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
        int length = runs.length();
        int last = count - 1;
        int x0 = starts[first] + offset;
        int x1 = starts[first + Math.min(1, last)] + offset;
        int x2 = starts[first + Math.min(2, last)] + offset;
        int x3 = starts[first + Math.min(3, last)] + offset;
        int to1 = cAt + Math.min(1, last) * cStride;
        int to2 = cAt + Math.min(2, last) * cStride;
        int to3 = cAt + Math.min(3, last) * cStride;
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        if (accumulate) {
            c00 = FloatVector.fromArray(SPECIES, c, cAt);
            c01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
            c10 = FloatVector.fromArray(SPECIES, c, to1);
            c11 = FloatVector.fromArray(SPECIES, c, to1 + LANES);
            c20 = FloatVector.fromArray(SPECIES, c, to2);
            c21 = FloatVector.fromArray(SPECIES, c, to2 + LANES);
            c30 = FloatVector.fromArray(SPECIES, c, to3);
            c31 = FloatVector.fromArray(SPECIES, c, to3 + LANES);
        }
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
            }
            x0 += step;
            x1 += step;
            x2 += step;
            x3 += step;
        }
        c30.intoArray(c, to3);
        c31.intoArray(c, to3 + LANES);
        c20.intoArray(c, to2);
        c21.intoArray(c, to2 + LANES);
        c10.intoArray(c, to1);
        c11.intoArray(c, to1 + LANES);
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + LANES);
    }

    /** The same for a single run, as in {@link VectorTileSix}. */
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
        int to1 = cAt + Math.min(1, last) * cStride;
        int to2 = cAt + Math.min(2, last) * cStride;
        int to3 = cAt + Math.min(3, last) * cStride;
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        if (accumulate) {
            c00 = FloatVector.fromArray(SPECIES, c, cAt);
            c01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
            c10 = FloatVector.fromArray(SPECIES, c, to1);
            c11 = FloatVector.fromArray(SPECIES, c, to1 + LANES);
            c20 = FloatVector.fromArray(SPECIES, c, to2);
            c21 = FloatVector.fromArray(SPECIES, c, to2 + LANES);
            c30 = FloatVector.fromArray(SPECIES, c, to3);
            c31 = FloatVector.fromArray(SPECIES, c, to3 + LANES);
        }
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
        }
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
        int length = runs.length();
        int last = count - 1;
        int x0 = starts[first] + offset;
        int x1 = starts[first + Math.min(1, last)] + offset;
        int x2 = starts[first + Math.min(2, last)] + offset;
        int x3 = starts[first + Math.min(3, last)] + offset;
        int to1 = cAt + Math.min(1, last) * cStride;
        int to2 = cAt + Math.min(2, last) * cStride;
        int to3 = cAt + Math.min(3, last) * cStride;
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        if (accumulate) {
            c0 = FloatVector.fromArray(SPECIES, c, cAt);
            c1 = FloatVector.fromArray(SPECIES, c, to1);
            c2 = FloatVector.fromArray(SPECIES, c, to2);
            c3 = FloatVector.fromArray(SPECIES, c, to3);
        }
        for (int run = 0; run < runs.count(); run++) {
            int row = bAt + run * length * LANES;
            for (int k = 0; k < length; k++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, row + k * LANES);
                c0 = FloatVector.broadcast(SPECIES, x[x0 + k]).fma(b0, c0);
                c1 = FloatVector.broadcast(SPECIES, x[x1 + k]).fma(b0, c1);
                c2 = FloatVector.broadcast(SPECIES, x[x2 + k]).fma(b0, c2);
                c3 = FloatVector.broadcast(SPECIES, x[x3 + k]).fma(b0, c3);
            }
            x0 += step;
            x1 += step;
            x2 += step;
            x3 += step;
        }
        c3.intoArray(c, to3);
        c2.intoArray(c, to2);
        c1.intoArray(c, to1);
        c0.intoArray(c, cAt);
    }
}
