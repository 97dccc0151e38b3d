package dev.lathe.compress.lowrank;

import dev.lathe.error.InputException;
import java.util.Arrays;

/**
 * Singular values of a matrix, of one unfolding of a kernel as a rule.
 *
 * @param rows L; the matrix is transposed where needed so that rows <= columns
 * @param columns M
 * @param values the largest first; at most L
 * @param squaredNorm sum of the squares of the matrix; above that of {@code values} where some were left out
 */
public record Spectrum(int rows, int columns, double[] values, double squaredNorm) {
    /** Squares below this share of the largest are rounding errors of the Gram matrix. */
    private static final double NOISE = 1e-15;

    public Spectrum {
        if (rows < 1 || rows > columns || values.length < 1 || values.length > rows) {
            throw new InputException(values.length + " singular values of a matrix of " + rows + " rows and " + columns
                    + " columns, wanted 1 to rows of them, and rows <= columns");
        }
    }

    /** Of T x (S·K): how many output channels, in mixtures, make up the kernel. */
    public static Spectrum ofOutputs(Kernel kernel) {
        return of(kernel.unfolded());
    }

    /** Of S x (T·K): how many input channels, in mixtures, the kernel looks at. */
    public static Spectrum ofInputs(Kernel kernel) {
        return of(kernel.unfolded().swapped(kernel.taps()));
    }

    static Spectrum of(Matrix matrix) {
        Matrix wide = matrix.height() <= matrix.columns() ? matrix : matrix.transposed();
        return ofGram(wide.gram(), wide.columns());
    }

    /** Of a matrix of {@code columns} whose products of rows are {@code gram}. */
    static Spectrum ofGram(Matrix gram, int columns) {
        double[] squares = Eigen.values(gram);
        double least = NOISE * squares[0];
        double[] values = Arrays.stream(squares)
                .limit(columns)
                .map(square -> square > least ? Math.sqrt(square) : 0)
                .toArray();
        return new Spectrum(values.length, Math.max(gram.height(), columns), values, gram.trace());
    }

    /** Squared norm that the best approximation of {@code rank} leaves over. */
    public double tail(int rank) {
        if (rank < 0 || rank > rows) {
            throw new InputException("the tail beyond rank " + rank + ", wanted 0 to " + rows);
        }
        double all = Arrays.stream(values).map(g -> g * g).sum();
        double tail = Math.max(0, squaredNorm - all);
        for (int h = values.length - 1; h >= rank; h--) {
            tail += values[h] * values[h];
        }
        return tail;
    }

    /**
     * The smallest rank whose best approximation keeps {@code share} of the squared norm; 0 for a matrix of zeros, and
     * L when not even all values that were kept do.
     *
     * @param share from 0 to 1
     */
    public int energyRank(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new InputException("a share of " + share + " of the energy, wanted 0 to 1");
        }
        double wanted = share * squaredNorm;
        double kept = 0;
        int rank = 0;
        while (kept < wanted && rank < values.length && values[rank] > 0) {
            kept += values[rank] * values[rank];
            rank++;
        }
        return rank;
    }
}
