package dev.lathe.backend.cpu;

/**
 * Matrices whose rows become columns, four rows at a time, or three that are left: what is written lies side by side
 * then, and the compiler checks its bounds once. Squares in vectors of four lanes are faster, but where all other
 * vectors are wider, those lose their speed in some processes (docs/decisions/0026-stretches.md).
 */
final class TurnedCopy {
    private static final int ROWS = 4;

    /** Channels of most images. */
    private static final int THREE = 3;

    private TurnedCopy() {}

    /** {@code y[to + j·yStep + i] = x[from + i·xStep + j]} for i in 0..rows-1, j in 0..columns-1. */
    static void turn(float[] x, int from, int xStep, float[] y, int to, int yStep, int rows, int columns) {
        int i = 0;
        for (; i + ROWS <= rows; i += ROWS) {
            turnFour(x, from + i * xStep, xStep, y, to + i, yStep, columns);
        }
        if (i + THREE == rows) {
            turnThree(x, from + i * xStep, xStep, y, to + i, yStep, columns);
            return;
        }
        for (; i < rows; i++) {
            turnOne(x, from + i * xStep, y, to + i, yStep, columns);
        }
    }

    private static void turnFour(float[] x, int from, int xStep, float[] y, int to, int yStep, int columns) {
        int second = from + xStep;
        int third = second + xStep;
        int fourth = third + xStep;
        for (int j = 0; j < columns; j++) {
            int at = to + j * yStep;
            y[at] = x[from + j];
            y[at + 1] = x[second + j];
            y[at + 2] = x[third + j];
            y[at + 3] = x[fourth + j];
        }
    }

    private static void turnThree(float[] x, int from, int xStep, float[] y, int to, int yStep, int columns) {
        int second = from + xStep;
        int third = second + xStep;
        for (int j = 0; j < columns; j++) {
            int at = to + j * yStep;
            y[at] = x[from + j];
            y[at + 1] = x[second + j];
            y[at + 2] = x[third + j];
        }
    }

    private static void turnOne(float[] x, int from, float[] y, int to, int yStep, int columns) {
        for (int j = 0; j < columns; j++) {
            y[to + j * yStep] = x[from + j];
        }
    }
}
