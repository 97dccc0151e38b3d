package dev.lathe.backend.cpu;

/**
 * Plain Java: four rows at a time, or three that are left. What is written lies side by side then, and the compiler
 * checks its bounds once.
 */
final class ScalarTurnLoops implements TurnLoops {
    private static final int ROWS = 4;

    /** Channels of most images. */
    private static final int THREE = 3;

    @Override
    public int spare() {
        return 0;
    }

    @Override
    public void turn(
            float[] x, int from, int xStep, float[] y, int to, int yStep, int rows, int columns, float[] spare) {
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
