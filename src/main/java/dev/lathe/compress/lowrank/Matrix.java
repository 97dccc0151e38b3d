package dev.lathe.compress.lowrank;

import java.util.Arrays;

/**
 * A matrix of doubles. Each row is an array of its own: HotSpot turns sums of such rows into vector instructions, and
 * those of one flat array not.
 *
 * <p>A tensor [a][b][taps] is the matrix of a rows and b·taps columns; {@link #swapped} makes it [b][a][taps].
 */
record Matrix(double[][] rows) {
    /** Rows that are swapped together, so that what is written is contiguous for a while. */
    private static final int TILE = 16;

    static Matrix zeros(int height, int columns) {
        return new Matrix(new double[height][columns]);
    }

    int height() {
        return rows.length;
    }

    int columns() {
        return rows[0].length;
    }

    double[] row(int i) {
        return rows[i];
    }

    Matrix transposed() {
        return swapped(1);
    }

    /** The tensor [a][b][taps] as [b][a][taps]. */
    Matrix swapped(int taps) {
        int a = height();
        int b = columns() / taps;
        double[][] to = new double[b][a * taps];
        for (int first = 0; first < a; first += TILE) {
            int last = Math.min(a, first + TILE);
            for (int j = 0; j < b; j++) {
                for (int i = first; i < last; i++) {
                    for (int k = 0; k < taps; k++) {
                        to[j][i * taps + k] = rows[i][j * taps + k];
                    }
                }
            }
        }
        return new Matrix(to);
    }

    /** this · other. */
    Matrix times(Matrix other) {
        Matrix product = zeros(height(), other.columns());
        Products.add(product.rows, rows, other.rows);
        return product;
    }

    /** this · thisᵀ, computed by halves and exactly symmetric. */
    Matrix gram() {
        Matrix gram = zeros(height(), height());
        Products.addUpper(gram.rows, rows, transposed().rows, 0);
        Products.mirror(gram.rows);
        return gram;
    }

    /** Sum of squares. */
    double squaredNorm() {
        return dot(this);
    }

    /** Sum of the products of entries. */
    double dot(Matrix other) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                sum += rows[i][j] * other.rows[i][j];
            }
        }
        return sum;
    }

    /** Sum of the diagonal. */
    double trace() {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += rows[i][i];
        }
        return sum;
    }

    /** this += factor · other. */
    void add(double factor, Matrix other) {
        for (int i = 0; i < rows.length; i++) {
            Products.add(rows[i], factor, other.rows[i]);
        }
    }

    /** Multiplies row {@code i}. */
    void scale(int i, double factor) {
        for (int j = 0; j < rows[i].length; j++) {
            rows[i][j] *= factor;
        }
    }

    /** Multiplies every entry. */
    void scale(double factor) {
        for (int i = 0; i < rows.length; i++) {
            scale(i, factor);
        }
    }

    Matrix copy() {
        return new Matrix(Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new));
    }

    /** Squared norm of this - other. */
    double squaredDistance(Matrix other) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                double difference = rows[i][j] - other.rows[i][j];
                sum += difference * difference;
            }
        }
        return sum;
    }

    /** Its values, row by row. */
    double[] flat() {
        double[] flat = new double[height() * columns()];
        for (int i = 0; i < height(); i++) {
            System.arraycopy(rows[i], 0, flat, i * columns(), columns());
        }
        return flat;
    }

    static Matrix of(int height, int columns, double[] flat) {
        Matrix matrix = zeros(height, columns);
        for (int i = 0; i < height; i++) {
            System.arraycopy(flat, i * columns, matrix.rows[i], 0, columns);
        }
        return matrix;
    }
}
