package dev.lathe.compress.lowrank;

import dev.lathe.error.DataException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Eigenvalues and eigenvectors of symmetric positive semidefinite matrices. */
final class Eigen {
    /** Rows up to which all eigenvectors are computed where nothing is known about them. */
    private static final int DENSE = 1024;

    /** Rows up to which all eigenvectors are computed where good ones are known. */
    private static final int DENSE_KNOWN = 128;

    private Eigen() {}

    /** All eigenvalues, the largest first. */
    static double[] values(Matrix symmetric) {
        var solved = solve(symmetric, false);
        return IntStream.range(0, symmetric.height())
                .mapToDouble(i -> -solved.getEigenvalue(i).getReal())
                .sorted()
                .map(negative -> -negative)
                .toArray();
    }

    /** The eigenvectors of the {@code count} largest eigenvalues. */
    static Leading leading(Matrix symmetric, int count) {
        return symmetric.height() <= DENSE || Subspace.room(symmetric, count) == 0
                ? dense(symmetric, count)
                : Subspace.leading(symmetric, count);
    }

    /** As many as the columns of {@code known}, which are orthonormal and near them; of a large matrix, near enough. */
    static Leading leading(Matrix symmetric, Matrix known, Enough enough) {
        return symmetric.height() <= DENSE_KNOWN
                ? dense(symmetric, known.columns())
                : Subspace.leading(symmetric, known, enough);
    }

    /** From the decomposition of the whole matrix. */
    static Leading dense(Matrix symmetric, int count) {
        var solved = solve(symmetric, true);
        List<Integer> order = IntStream.range(0, symmetric.height())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -solved.getEigenvalue(i).getReal()))
                .limit(count)
                .toList();
        double energy = order.stream()
                .mapToDouble(i -> solved.getEigenvalue(i).getReal())
                .sum();
        double[][] rows =
                order.stream().map(i -> solved.getEigenVector(i).data.clone()).toArray(double[][]::new);
        return new Leading(signed(new Matrix(rows)).transposed(), energy);
    }

    /** Rows turned so that the largest entry of each in magnitude is positive. */
    static Matrix signed(Matrix rows) {
        for (int i = 0; i < rows.height(); i++) {
            double peak = 0;
            for (double entry : rows.row(i)) {
                peak = Math.abs(entry) > Math.abs(peak) ? entry : peak;
            }
            if (peak < 0) {
                rows.scale(i, -1);
            }
        }
        return rows;
    }

    private static EigenDecomposition_F64<DMatrixRMaj> solve(Matrix symmetric, boolean vectors) {
        int n = symmetric.height();
        EigenDecomposition_F64<DMatrixRMaj> solver = DecompositionFactory_DDRM.eig(n, vectors, true);
        if (!solver.decompose(new DMatrixRMaj(symmetric.rows()))) {
            throw new DataException("the eigenvalues of a matrix of " + n + " rows do not converge");
        }
        return solver;
    }
}
