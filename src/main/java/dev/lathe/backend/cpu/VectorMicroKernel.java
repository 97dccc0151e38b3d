package dev.lathe.backend.cpu;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of two vectors a row, as many rows as the machine has registers for. In the classes of the tiles sums are local
 * variables, unrolled by hand, so that they stay in registers; rows that a tile lacks repeat its last one, in the
 * operand and in the result.
 */
final class VectorMicroKernel implements MicroKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int WIDE_BITS = 512;
    private static final int MEDIUM_BITS = 256;
    private static final int ROWS = rows(SPECIES.vectorBitSize());
    private static final int DOTS = 4;

    @Override
    public int rows() {
        return ROWS;
    }

    /** As many as the registers hold of machines with vectors of so many bits. */
    private static int rows(int bits) {
        if (bits >= WIDE_BITS) {
            return VectorTileEight.ROWS;
        }
        return bits >= MEDIUM_BITS ? VectorTileSix.ROWS : VectorTileFour.ROWS;
    }

    @Override
    public int columns() {
        return 2 * LANES;
    }

    @Override
    public void multiply(
            Rows left,
            int first,
            int count,
            int offset,
            int terms,
            Panels right,
            float[] sums,
            int at,
            int step,
            boolean accumulate) {
        Objects.checkIndex(terms - 1, LONGEST);
        for (int row = 0; row < count; row += ROWS) {
            int some = Math.min(ROWS, count - row);
            int to = at + row * right.width();
            if (right.width() == 2 * LANES) {
                tile(left, first + row, some, offset, terms, right, sums, to, step, accumulate);
            } else {
                half(left, first + row, some, offset, terms, right, sums, to, step, accumulate);
            }
        }
    }

    private static void tile(
            Rows left,
            int first,
            int count,
            int offset,
            int terms,
            Panels right,
            float[] sums,
            int at,
            int step,
            boolean accumulate) {
        if (count <= VectorTileFour.ROWS) {
            VectorTileFour.multiply(left, first, count, offset, terms, right, sums, at, step, accumulate);
        } else if (ROWS == VectorTileSix.ROWS) {
            VectorTileSix.multiply(left, first, count, offset, terms, right, sums, at, step, accumulate);
        } else {
            VectorTileEight.multiply(left, first, count, offset, terms, right, sums, at, step, accumulate);
        }
    }

    private static void half(
            Rows left,
            int first,
            int count,
            int offset,
            int terms,
            Panels right,
            float[] sums,
            int at,
            int step,
            boolean accumulate) {
        if (count <= VectorTileFour.ROWS) {
            VectorTileFour.multiplyHalf(left, first, count, offset, terms, right, sums, at, step, accumulate);
        } else if (ROWS == VectorTileSix.ROWS) {
            VectorTileSix.multiplyHalf(left, first, count, offset, terms, right, sums, at, step, accumulate);
        } else {
            VectorTileEight.multiplyHalf(left, first, count, offset, terms, right, sums, at, step, accumulate);
        }
    }

    @Override
    public void multiplyRow(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        for (int k = 0; k < depth; k++) {
            FloatVector factor = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
            c0 = factor.fma(FloatVector.fromArray(SPECIES, b, bAt + k * 2 * LANES), c0);
            c1 = factor.fma(FloatVector.fromArray(SPECIES, b, bAt + k * 2 * LANES + LANES), c1);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + LANES);
    }

    @Override
    public void dots(int depth, float[] a, int aAt, float[] b, int bAt, int bStep, int columns, float[] c, int cAt) {
        for (int j = 0; j < columns; j += DOTS) {
            fourDots(depth, a, aAt, b, bAt, bStep, j, columns - 1, c, cAt);
        }
    }

    /**
     * Columns {@code j..j+3}; beyond {@code last}, that one again. Vectors begin where a line of the cache does, if the
     * array is a long one and columns are whole lines apart: columns that are read once wait for memory alone.
     */
    private static void fourDots(
            int depth, float[] a, int aAt, float[] b, int bAt, int bStep, int j, int last, float[] c, int cAt) {
        int j1 = Math.min(j + 1, last);
        int j2 = Math.min(j + 2, last);
        int j3 = Math.min(j + 3, last);
        int b0 = bAt + j * bStep;
        int b1 = bAt + j1 * bStep;
        int b2 = bAt + j2 * bStep;
        int b3 = bAt + j3 * bStep;
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int lead = Math.min(depth, Math.floorMod(Packing.LEAD - b0, LANES));
        int whole = lead + SPECIES.loopBound(depth - lead);
        for (int k = lead; k < whole; k += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, a, aAt + k);
            s0 = x.fma(FloatVector.fromArray(SPECIES, b, b0 + k), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + k), s1);
            s2 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + k), s2);
            s3 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + k), s3);
        }
        c[cAt + j] = sum(s0) + ends(lead, whole, depth, a, aAt, b, b0);
        c[cAt + j1] = sum(s1) + ends(lead, whole, depth, a, aAt, b, b1);
        c[cAt + j2] = sum(s2) + ends(lead, whole, depth, a, aAt, b, b2);
        c[cAt + j3] = sum(s3) + ends(lead, whole, depth, a, aAt, b, b3);
    }

    /** All lanes in their order, in which {@code reduceLanes} adds them only until it is compiled. */
    private static float sum(FloatVector x) {
        float sum = 0;
        for (float lane : x.toArray()) {
            sum += lane;
        }
        return sum;
    }

    /** Products {@code 0..lead} and {@code whole..depth}. */
    private static float ends(int lead, int whole, int depth, float[] a, int aAt, float[] b, int bAt) {
        return rest(lead, a, aAt, b, bAt) + rest(depth - whole, a, aAt + whole, b, bAt + whole);
    }

    private static float rest(int count, float[] a, int aAt, float[] b, int bAt) {
        float sum = 0;
        for (int k = 0; k < count; k++) {
            sum += a[aAt + k] * b[bAt + k];
        }
        return sum;
    }
}
