package dev.lathe.backend.cpu;

/**
 * Positions of an image or of sums, and those of a result that belong to them: position (r, o) of {@code rows} by
 * {@code columns} begins at {@code r·xLine + o·xStep} of what is read and at {@code r·yLine + o·yStep} of the result.
 */
record Positions(int rows, int columns, int xLine, int xStep, int yLine, int yStep) {
    /** Positions of one line. */
    static Positions line(int columns, int xStep, int yStep) {
        return new Positions(1, columns, 0, xStep, 0, yStep);
    }

    /** All of them. */
    int count() {
        return rows * columns;
    }

    /** From behind the last column of a line to the first of the next, of what is read. */
    int xTurn() {
        return xLine - columns * xStep;
    }

    /** The same, of the result. */
    int yTurn() {
        return yLine - columns * yStep;
    }
}
