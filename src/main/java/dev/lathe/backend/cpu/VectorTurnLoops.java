package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Squares as wide as the machine's preferred vectors. Rows i and i + n/2 of n, their elements by turns, make rows 2i
 * and 2i + 1; when each element has been in as many of these steps as make a power of two of n, rows are columns
 * (Stone: Parallel Processing with the Perfect Shuffle, 1971). Two steps are taken at a time, between which vectors
 * stay in registers. Squares one below the other take them together, so that {@code y} is written by long stretches.
 * The last square of rows or columns that do not fill it begins earlier and is turned again in part.
 */
final class VectorTurnLoops implements TurnLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Rows of all squares that are turned together. */
    private static final int TOGETHER = 8 * LANES;

    /** Rows that take two steps together. */
    private static final int ROWS = 4;

    /** How far apart they lie. */
    private static final int QUARTER = LANES / ROWS;

    /** The first halves of two vectors, element by element in turn. */
    private static final VectorShuffle<Float> FIRST = VectorShuffle.makeZip(SPECIES, 0);

    /** Their second halves. */
    private static final VectorShuffle<Float> SECOND = VectorShuffle.makeZip(SPECIES, 1);

    private final TurnLoops few = new ScalarTurnLoops();

    @Override
    public int spare() {
        return TOGETHER * LANES;
    }

    @Override
    public void turn(
            float[] x, int from, int xStep, float[] y, int to, int yStep, int rows, int columns, float[] spare) {
        if (rows < LANES || columns < LANES || QUARTER > ROWS) {
            few.turn(x, from, xStep, y, to, yStep, rows, columns, spare);
            return;
        }
        for (int next = 0; next < columns; next += LANES) {
            int column = Math.min(next, columns - LANES);
            for (int row = 0; row < rows; row += TOGETHER) {
                int first = Math.min(row, rows - LANES);
                int some = Math.min(TOGETHER, rows - first);
                squares(x, from + first * xStep + column, xStep, y, to + column * yStep + first, yStep, some, spare);
            }
        }
    }

    private static void squares(float[] x, int from, int xStep, float[] y, int to, int yStep, int rows, float[] spare) {
        for (int next = 0; next < rows; next += LANES) {
            int row = Math.min(next, rows - LANES);
            for (int i = 0; i < QUARTER; i++) {
                int at = from + (row + i) * xStep;
                if (QUARTER == 1) {
                    fourRows(x, at, xStep, y, to + row, yStep);
                } else {
                    fourRows(x, at, QUARTER * xStep, spare, (next + i * ROWS) * LANES, LANES);
                }
            }
        }
        if (QUARTER == ROWS) {
            lastFour(spare, y, to, yStep, rows);
        } else if (QUARTER > 1) {
            lastTwo(spare, y, to, yStep, rows);
        }
    }

    /** The last two steps of squares of sixteen rows. */
    private static void lastFour(float[] spare, float[] y, int to, int yStep, int rows) {
        for (int i = 0; i < QUARTER; i++) {
            for (int next = 0; next < rows; next += LANES) {
                int at = to + i * ROWS * yStep + Math.min(next, rows - LANES);
                fourRows(spare, (next + i) * LANES, QUARTER * LANES, y, at, yStep);
            }
        }
    }

    /** The last step of squares of eight rows. */
    private static void lastTwo(float[] spare, float[] y, int to, int yStep, int rows) {
        for (int i = 0; i < LANES / 2; i++) {
            for (int next = 0; next < rows; next += LANES) {
                int at = to + 2 * i * yStep + Math.min(next, rows - LANES);
                FloatVector upper = FloatVector.fromArray(SPECIES, spare, (next + i) * LANES);
                FloatVector lower = FloatVector.fromArray(SPECIES, spare, (next + i + LANES / 2) * LANES);
                upper.rearrange(FIRST, lower).intoArray(y, at);
                upper.rearrange(SECOND, lower).intoArray(y, at + yStep);
            }
        }
    }

    private static void fourRows(float[] x, int at, int xStep, float[] y, int to, int yStep) {
        FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
        FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + xStep);
        FloatVector x2 = FloatVector.fromArray(SPECIES, x, at + 2 * xStep);
        FloatVector x3 = FloatVector.fromArray(SPECIES, x, at + 3 * xStep);
        FloatVector row0 = x0.rearrange(FIRST, x2);
        FloatVector row1 = x0.rearrange(SECOND, x2);
        FloatVector row2 = x1.rearrange(FIRST, x3);
        FloatVector row3 = x1.rearrange(SECOND, x3);
        row0.rearrange(FIRST, row2).intoArray(y, to);
        row0.rearrange(SECOND, row2).intoArray(y, to + yStep);
        row1.rearrange(FIRST, row3).intoArray(y, to + 2 * yStep);
        row1.rearrange(SECOND, row3).intoArray(y, to + 3 * yStep);
    }
}
