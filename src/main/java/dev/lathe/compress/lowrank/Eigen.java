package dev.lathe.compress.lowrank;

import dev.lathe.error.DataException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Eigenvalues and eigenvectors of symmetric matrices. */
final class Eigen {
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

    /**
     * The eigenvectors of the {@code count} largest eigenvalues, largest first, as columns. They are orthonormal; the
     * entry of each that is largest in magnitude is positive.
     */
    static Matrix leading(Matrix symmetric, int count) {
        int n = symmetric.height();
        var solved = solve(symmetric, true);
        List<Integer> order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -solved.getEigenvalue(i).getReal()))
                .limit(count)
                .toList();
        double[][] columns = new double[count][];
        for (int r = 0; r < count; r++) {
            columns[r] = signed(solved.getEigenVector(order.get(r)).data.clone());
        }
        return new Matrix(columns).transposed();
    }

    private static double[] signed(double[] vector) {
        double peak = 0;
        for (double entry : vector) {
            peak = Math.abs(entry) > Math.abs(peak) ? entry : peak;
        }
        return peak < 0 ? DoubleStream.of(vector).map(entry -> -entry).toArray() : vector;
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
