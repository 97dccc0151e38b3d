package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Squares as wide as the machine's preferred vectors. Rows i and i + n/2 of n, their elements by turns, make rows 2i
 * and 2i + 1; when each element has been in as many of these steps as make a power of two of n, rows are columns
 * (Stone: Parallel Processing with the Perfect Shuffle, 1971). Two steps are taken at a time, between which vectors
 * stay in registers. Squares of a line take them together, so that one matrix is read or written by long stretches. The
 * last square of a line begins earlier where it would not be filled, and is turned again in part.
 */
final class VectorTurnLoops implements TurnLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final int SQUARE = LANES * LANES;

    /** Squares that are turned together. */
    private static final int TOGETHER = 8;

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
        return TOGETHER * SQUARE;
    }

    @Override
    public void turn(
            float[] x, int from, int xStep, float[] y, int to, int yStep, int rows, int columns, float[] spare) {
        if (rows < LANES || columns < LANES || QUARTER > ROWS) {
            few.turn(x, from, xStep, y, to, yStep, rows, columns, spare);
            return;
        }
        // long stretches of the matrix whose rows lie further apart
        if (yStep >= xStep) {
            for (int next = 0; next < columns; next += LANES) {
                int column = Math.min(next, columns - LANES);
                line(x, from + column, xStep, xStep, y, to + column * yStep, yStep, 1, rows, spare);
            }
        } else {
            for (int next = 0; next < rows; next += LANES) {
                int row = Math.min(next, rows - LANES);
                line(x, from + row * xStep, xStep, 1, y, to + row, yStep, yStep, columns, spare);
            }
        }
    }

    /**
     * A line of squares, from one side of the matrices to the other.
     *
     * @param xNext from an element of {@code x} to the next one along the line, of {@code length}
     * @param yNext the same of {@code y}
     */
    private static void line(
            float[] x,
            int from,
            int xStep,
            int xNext,
            float[] y,
            int to,
            int yStep,
            int yNext,
            int length,
            float[] spare) {
        int whole = length / LANES;
        for (int first = 0; first < whole; first += TOGETHER) {
            int some = Math.min(TOGETHER, whole - first);
            int at = first * LANES;
            squares(x, from + at * xNext, xStep, LANES * xNext, y, to + at * yNext, yStep, LANES * yNext, some, spare);
        }
        if (whole * LANES < length) {
            int last = length - LANES;
            squares(x, from + last * xNext, xStep, 0, y, to + last * yNext, yStep, 0, 1, spare);
        }
    }

    /**
     * Squares {@code xNext} and {@code yNext} apart.
     *
     * @param count at most {@link #TOGETHER}
     */
    private static void squares(
            float[] x,
            int from,
            int xStep,
            int xNext,
            float[] y,
            int to,
            int yStep,
            int yNext,
            int count,
            float[] spare) {
        if (QUARTER == 1) {
            fourRows(x, from, xStep, xNext, y, to, yStep, yNext, count);
            return;
        }
        for (int row = 0; row < QUARTER; row++) {
            int at = from + row * xStep;
            fourRows(x, at, QUARTER * xStep, xNext, spare, row * ROWS * LANES, LANES, SQUARE, count);
        }
        if (QUARTER < ROWS) {
            lastStep(spare, y, to, yStep, yNext, count);
            return;
        }
        for (int row = 0; row < QUARTER; row++) {
            int at = to + row * ROWS * yStep;
            fourRows(spare, row * LANES, QUARTER * LANES, SQUARE, y, at, yStep, yNext, count);
        }
    }

    /** Two steps of the same four rows of each square. */
    private static void fourRows(
            float[] x, int from, int xStep, int xNext, float[] y, int to, int yStep, int yNext, int count) {
        int at = from;
        int yAt = to;
        for (int square = 0; square < count; square++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + xStep);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, at + 2 * xStep);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, at + 3 * xStep);
            FloatVector row0 = x0.rearrange(FIRST, x2);
            FloatVector row1 = x0.rearrange(SECOND, x2);
            FloatVector row2 = x1.rearrange(FIRST, x3);
            FloatVector row3 = x1.rearrange(SECOND, x3);
            row0.rearrange(FIRST, row2).intoArray(y, yAt);
            row0.rearrange(SECOND, row2).intoArray(y, yAt + yStep);
            row1.rearrange(FIRST, row3).intoArray(y, yAt + 2 * yStep);
            row1.rearrange(SECOND, row3).intoArray(y, yAt + 3 * yStep);
            at += xNext;
            yAt += yNext;
        }
    }

    /** The third step of squares of eight rows. */
    private static void lastStep(float[] spare, float[] y, int to, int yStep, int yNext, int count) {
        for (int row = 0; row < LANES / 2; row++) {
            int at = row * LANES;
            int yAt = to + 2 * row * yStep;
            for (int square = 0; square < count; square++) {
                FloatVector upper = FloatVector.fromArray(SPECIES, spare, at);
                FloatVector lower = FloatVector.fromArray(SPECIES, spare, at + SQUARE / 2);
                upper.rearrange(FIRST, lower).intoArray(y, yAt);
                upper.rearrange(SECOND, lower).intoArray(y, yAt + yStep);
                at += SQUARE;
                yAt += yNext;
            }
        }
    }
}
