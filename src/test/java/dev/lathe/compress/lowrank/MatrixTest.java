package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products, Cholesky factors and subspaces, in sizes that fill no block. */
class MatrixTest {
    private static void assertClose(Matrix got, Matrix wanted, double tolerance) {
        assertThat(got.height()).isEqualTo(wanted.height());
        for (int i = 0; i < got.height(); i++) {
            assertThat(got.row(i)).containsExactly(wanted.row(i), within(tolerance));
        }
    }

    private static Matrix naive(Matrix a, Matrix b) {
        Matrix product = Matrix.zeros(a.height(), b.columns());
        for (int i = 0; i < a.height(); i++) {
            for (int j = 0; j < b.columns(); j++) {
                for (int k = 0; k < b.height(); k++) {
                    product.row(i)[j] += a.row(i)[k] * b.row(k)[j];
                }
            }
        }
        return product;
    }

    private static Matrix identity(int n) {
        Matrix identity = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            identity.row(i)[i] = 1;
        }
        return identity;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 13, 3", "33, 8, 257", "65, 9, 300", "31, 70, 1"})
    void products(int height, int inner, int columns) {
        Lcg lcg = new Lcg(3);
        Matrix a = lcg.normals(height, inner);
        Matrix b = lcg.normals(inner, columns);
        // two orders of a sum of at most 70 products of magnitude 10
        assertClose(a.times(b), naive(a, b), 1e-12);
        assertClose(a.gram(), naive(a, a.transposed()), 1e-12);
        assertClose(a.transposed().gram(), naive(a.transposed(), a), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 32, 33, 70})
    void choleskyFactorsAndSolutions(int n) {
        Lcg lcg = new Lcg(n);
        Matrix a = lcg.normals(n, 2 * n + 1).gram();
        Matrix b = lcg.normals(n, 5);
        Cholesky cholesky = Cholesky.of(a);
        Matrix r = cholesky.factor();
        assertClose(naive(r.transposed(), r), a, 1e-11);
        assertThat(r.row(n - 1)[0]).isEqualTo(n == 1 ? Math.sqrt(a.row(0)[0]) : 0);
        assertClose(naive(r.transposed(), cholesky.forward(b)), b, 1e-11);
        assertClose(naive(r, cholesky.backward(b)), b, 1e-11);
        assertClose(naive(a, cholesky.solve(b)), b, 1e-10);
    }

    @Test
    void whatIsNotPositiveDefiniteHasNoCholeskyFactor() {
        Matrix a = new Matrix(new double[][] {{1, 2}, {2, 1}});
        assertThatThrownBy(() -> Cholesky.of(a))
                .isInstanceOf(DataException.class)
                .hasMessage("a matrix of 2 rows is not positive definite: pivot 1 is -3.0");
    }

    /** Eigenvalues 100, 81, 64, ... apart, then a plateau. */
    private static Matrix decaying(int n) {
        Matrix vectors = Orthonormal.rows(new Lcg(17).normals(n, n));
        Matrix scaled = vectors.copy();
        for (int i = 0; i < n; i++) {
            scaled.scale(i, i < 9 ? (10 - i) * (10 - i) : 1 + 1.0 / (i + 1));
        }
        return vectors.transposed().times(scaled);
    }

    @Test
    void aSubspaceHasTheEigenvectorsOfTheWhole() {
        Matrix matrix = decaying(150);
        Leading whole = Eigen.dense(matrix, 5);
        Leading cold = Subspace.leading(matrix, 5);
        Leading warm = Subspace.leading(
                matrix, Orthonormal.rows(new Lcg(5).normals(5, 150)).transposed(), new Enough(matrix.trace(), 1e-13));
        assertThat(whole.energy()).isCloseTo(100 + 81 + 64 + 49 + 36, within(1e-10));
        assertThat(cold.energy()).isCloseTo(whole.energy(), within(1e-4));
        assertThat(warm.energy()).isCloseTo(whole.energy(), within(1e-9));
        assertClose(warm.vectors(), whole.vectors(), 1e-4);
        assertClose(cold.vectors().transposed().gram(), identity(5), 1e-12);
        assertClose(warm.vectors().transposed().gram(), identity(5), 1e-12);
    }

    @Test
    void aSubspaceLargerThanTheRankIsStillOrthonormal() {
        Matrix matrix = new Lcg(2).normals(4, 140).transposed().gram();
        Leading leading = Subspace.leading(matrix, 30);
        assertClose(leading.vectors().transposed().gram(), identity(30), 1e-12);
        assertThat(leading.energy()).isCloseTo(matrix.trace(), within(1e-9));
        Leading zeros = Subspace.leading(Matrix.zeros(140, 140), 30);
        assertThat(zeros.energy()).isZero();
        assertClose(zeros.vectors().transposed().gram(), identity(30), 1e-12);
    }

    @Test
    void nearlyDependentVectorsAreMadeOrthonormal() {
        Matrix vectors = new Lcg(8).normals(6, 200);
        for (int i = 1; i < 6; i++) {
            vectors.scale(i, 1e-9);
            Products.add(vectors.row(i), 1, vectors.row(0));
        }
        Matrix rows = Orthonormal.rows(vectors.copy());
        assertClose(rows.gram(), identity(6), 1e-12);
    }
}
