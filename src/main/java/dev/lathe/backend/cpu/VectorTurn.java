package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrices turned by squares of four rows and four columns in registers (Eklundh: A fast computer method for matrix
 * transposing, 1972): rows two apart swap halves, then neighbouring rows swap every other element. Squares as wide as
 * the widest vectors would take fewer instructions, but pass through memory. The last square of a row or column that
 * does not fill it begins earlier and does some elements twice.
 */
final class VectorTurn {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_128;

    /** Rows and columns of a square. */
    static final int SIDE = 4;

    private static final VectorShuffle<Float> FAR = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 2);
    private static final VectorShuffle<Float> NEAR = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);
    private static final VectorMask<Float> HIGH = VectorMask.fromLong(SPECIES, 0b1100);
    private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0b1010);

    private VectorTurn() {}

    /** {@link ChannelLoops#turn} of at least {@link #SIDE} rows and columns. */
    static void turn(float[] x, int from, int xStep, float[] y, int to, int yStep, int rows, int columns) {
        for (int next = 0; next < rows; next += SIDE) {
            int i = Math.min(next, rows - SIDE);
            band(x, from + i * xStep, xStep, y, to + i, yStep, columns);
        }
    }

    private static void band(float[] x, int from, int xStep, float[] y, int to, int yStep, int columns) {
        for (int next = 0; next < columns; next += SIDE) {
            int j = Math.min(next, columns - SIDE);
            square(x, from + j, xStep, SIDE, y, to + j * yStep, yStep);
        }
    }

    /**
     * The same for fewer rows, whose columns lie side by side in {@code y}: what a square writes too much, the next
     * column writes again.
     *
     * @return columns that are done; at least one is left
     */
    static int turnFew(float[] x, int from, int xStep, float[] y, int to, int rows, int columns) {
        int j = 0;
        for (; j < columns - 2 * SIDE; j += SIDE) {
            square(x, from + j, xStep, rows, y, to + j * rows, rows);
        }
        return j;
    }

    /** Beyond the last of {@code rows} rows, that one again. */
    private static void square(float[] x, int from, int xStep, int rows, float[] y, int to, int yStep) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, from);
        FloatVector b = FloatVector.fromArray(SPECIES, x, from + Math.min(1, rows - 1) * xStep);
        FloatVector c = FloatVector.fromArray(SPECIES, x, from + Math.min(2, rows - 1) * xStep);
        FloatVector d = FloatVector.fromArray(SPECIES, x, from + Math.min(3, rows - 1) * xStep);
        FloatVector ac = a.blend(c.rearrange(FAR), HIGH);
        FloatVector bd = b.blend(d.rearrange(FAR), HIGH);
        FloatVector ca = a.rearrange(FAR).blend(c, HIGH);
        FloatVector db = b.rearrange(FAR).blend(d, HIGH);
        ac.blend(bd.rearrange(NEAR), ODD).intoArray(y, to);
        ac.rearrange(NEAR).blend(bd, ODD).intoArray(y, to + yStep);
        ca.blend(db.rearrange(NEAR), ODD).intoArray(y, to + 2 * yStep);
        ca.rearrange(NEAR).blend(db, ODD).intoArray(y, to + 3 * yStep);
    }
}
