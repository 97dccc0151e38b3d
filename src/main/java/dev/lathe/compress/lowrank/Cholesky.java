package dev.lathe.compress.lowrank;

import dev.lathe.error.DataException;
import java.util.Arrays;

/**
 * A symmetric positive definite matrix as Rᵀ R.
 *
 * @param factor R, zero left of the diagonal
 */
record Cholesky(Matrix factor) {
    /** Rows that are finished one by one before the others are changed by all of them in one product. */
    private static final int STRIP = 32;

    /** @throws DataException if {@code symmetric} is not positive definite */
    static Cholesky of(Matrix symmetric) {
        double[][] rows = symmetric.copy().rows();
        int n = rows.length;
        for (int top = 0; top < n; top += STRIP) {
            int bottom = Math.min(n, top + STRIP);
            for (int i = top; i < bottom; i++) {
                Arrays.fill(rows[i], 0, i, 0);
                finish(rows, i, bottom);
            }
            double[][] strip = Arrays.copyOfRange(rows, top, bottom);
            double[][] below = Arrays.copyOfRange(rows, bottom, n);
            Products.addUpper(below, negative(strip, bottom, n), strip, bottom);
        }
        return new Cholesky(new Matrix(rows));
    }

    /** Divides row {@code i} by the root of its pivot and takes it from the rows below in its strip. */
    private static void finish(double[][] rows, int i, int bottom) {
        double pivot = rows[i][i];
        if (!(pivot > 0)) {
            throw new DataException(
                    "a matrix of " + rows.length + " rows is not positive definite: pivot " + i + " is " + pivot);
        }
        scale(rows[i], 1 / Math.sqrt(pivot));
        for (int below = i + 1; below < bottom; below++) {
            Products.add(rows[below], -rows[i][below], rows[i]);
        }
    }

    private static void scale(double[] row, double factor) {
        for (int j = 0; j < row.length; j++) {
            row[j] *= factor;
        }
    }

    /** Columns from..to of {@code rows} as rows, times -1. */
    private static double[][] negative(double[][] rows, int from, int to) {
        double[][] columns = new double[to - from][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = from; j < to; j++) {
                columns[j - from][i] = -rows[i][j];
            }
        }
        return columns;
    }

    /** R⁻ᵀ · {@code b}. */
    Matrix forward(Matrix b) {
        double[][] r = factor.rows();
        double[][] x = b.copy().rows();
        int n = x.length;
        for (int top = 0; top < n; top += STRIP) {
            int bottom = Math.min(n, top + STRIP);
            for (int i = top; i < bottom; i++) {
                scale(x[i], 1 / r[i][i]);
                for (int below = i + 1; below < bottom; below++) {
                    Products.add(x[below], -r[i][below], x[i]);
                }
            }
            double[][] known = Arrays.copyOfRange(x, top, bottom);
            double[][] below = Arrays.copyOfRange(x, bottom, n);
            Products.add(below, negative(Arrays.copyOfRange(r, top, bottom), bottom, n), known);
        }
        return new Matrix(x);
    }

    /** R⁻¹ · {@code b}. */
    Matrix backward(Matrix b) {
        double[][] r = factor.rows();
        double[][] x = b.copy().rows();
        for (int bottom = x.length; bottom > 0; bottom -= STRIP) {
            int top = Math.max(0, bottom - STRIP);
            for (int i = bottom - 1; i >= top; i--) {
                scale(x[i], 1 / r[i][i]);
                for (int above = top; above < i; above++) {
                    Products.add(x[above], -r[above][i], x[i]);
                }
            }
            double[][] known = Arrays.copyOfRange(x, top, bottom);
            double[][] factors = new double[top][bottom - top];
            for (int i = 0; i < top; i++) {
                for (int k = 0; k < factors[i].length; k++) {
                    factors[i][k] = -r[i][top + k];
                }
            }
            Products.add(Arrays.copyOfRange(x, 0, top), factors, known);
        }
        return new Matrix(x);
    }

    /** The matrix's inverse · {@code b}. */
    Matrix solve(Matrix b) {
        return backward(forward(b));
    }
}
