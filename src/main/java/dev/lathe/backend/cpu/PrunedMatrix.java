package dev.lathe.backend.cpu;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A matrix of which most elements are zero, as it is stored before those are left out.
 *
 * @param layout of {@code elements}
 */
record PrunedMatrix(int rows, int columns, MatrixProduct.Layout layout, float[] elements) {
    float weight(int row, int column) {
        return elements[row * layout.rowStep() + column * layout.columnStep()];
    }

    /** The first column in from..to-1 whose weight is kept, or {@code to}. */
    int next(int row, int from, int to) {
        int column = from;
        while (column < to && weight(row, column) == 0) {
            column++;
        }
        return column;
    }

    /** How many weights each row keeps. */
    int[] counts() {
        int[] counts = new int[rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                counts[row] += weight(row, column) == 0 ? 0 : 1;
            }
        }
        return counts;
    }

    /** The numbers of rows that keep so many weights, longest rows first. */
    static int[] longestFirst(int[] counts) {
        Integer[] rows = new Integer[counts.length];
        Arrays.setAll(rows, row -> row);
        Arrays.sort(rows, Comparator.comparingInt(row -> -counts[row]));
        return Arrays.stream(rows).mapToInt(row -> row).toArray();
    }
}
