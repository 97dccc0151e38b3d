package dev.lathe.backend.cpu;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The weights that a pruned matrix keeps, row by row, in the order of their columns. The filters of a convolution of
 * one tap are rows, its channels columns.
 *
 * @param columns of each weight
 * @param starts of each row in the other two, and the end of the last
 */
record KeptWeights(float[] weights, char[] columns, int[] starts) {
    /** Most columns. */
    static final int MOST_COLUMNS = 1 << Character.SIZE;

    /**
     * @param columns at most {@link #MOST_COLUMNS}
     * @param layout of {@code matrix}
     */
    static KeptWeights of(int rows, int columns, MatrixProduct.Layout layout, float[] matrix) {
        int[] starts = new int[rows + 1];
        for (int row = 0; row < rows; row++) {
            starts[row + 1] = starts[row];
            for (int column = 0; column < columns; column++) {
                starts[row + 1] += matrix[row * layout.rowStep() + column * layout.columnStep()] == 0 ? 0 : 1;
            }
        }
        float[] weights = new float[starts[rows]];
        char[] places = new char[weights.length];
        int kept = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                float weight = matrix[row * layout.rowStep() + column * layout.columnStep()];
                if (weight != 0) {
                    weights[kept] = weight;
                    places[kept++] = (char) column;
                }
            }
        }
        return new KeptWeights(weights, places, starts);
    }

    int rows() {
        return starts.length - 1;
    }

    /** How many weights a row keeps. */
    int count(int row) {
        return starts[row + 1] - starts[row];
    }

    /** The numbers of the rows, that which keeps most weights first. */
    int[] longestFirst() {
        Integer[] rows = new Integer[rows()];
        Arrays.setAll(rows, row -> row);
        Arrays.sort(rows, Comparator.comparingInt(row -> -count(row)));
        return Arrays.stream(rows).mapToInt(row -> row).toArray();
    }
}
