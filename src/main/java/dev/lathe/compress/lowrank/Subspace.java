package dev.lathe.compress.lowrank;

import java.util.Random;

/**
 * Leading eigenvectors of large matrices by orthogonal iteration: vectors are multiplied by the matrix and made
 * orthonormal again, which never lowers the energy, until it hardly grows. Vectors are rows here.
 *
 * <p>Where eigenvalues beside the last wanted one are close to it, the last vectors are mixtures of theirs; the energy
 * is that of the vectors, and lacks little.
 */
final class Subspace {
    /** A tenth of the tolerance that decompositions have where nothing else is asked for. */
    private static final double DROP = 1e-5;

    private static final int MOST_ITERATIONS = 100;

    /** Added to the matrix, in units of the mean eigenvalue, lest vectors vanish where it is singular. */
    private static final double LIFT = 1e-12;

    /** Extra vectors, so that the wanted ones converge faster: an eighth, and not fewer than these. */
    private static final int LEAST_EXTRA = 16;

    private static final long SEED = 1;

    private Subspace() {}

    /** Vectors to iterate on for {@code count} wanted ones; 0 where that is no less work than all of them. */
    static int room(Matrix symmetric, int count) {
        int room = count + Math.max(LEAST_EXTRA, count / 8);
        return 2 * room <= symmetric.height() ? room : 0;
    }

    /** Starts from random vectors, the same every time. */
    static Leading leading(Matrix symmetric, int count) {
        Random random = new Random(SEED);
        Matrix start = Matrix.zeros(room(symmetric, count), symmetric.height());
        for (double[] row : start.rows()) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextGaussian();
            }
        }
        return iterate(symmetric, Orthonormal.rows(start), count, new Enough(symmetric.trace(), DROP));
    }

    /** Starts from the columns of {@code known}, which are orthonormal. */
    static Leading leading(Matrix symmetric, Matrix known, Enough enough) {
        return iterate(symmetric, known.transposed(), known.columns(), enough);
    }

    private static Leading iterate(Matrix symmetric, Matrix start, int count, Enough enough) {
        Matrix x = start;
        Matrix product = x.times(symmetric);
        double energy = x.dot(product);
        for (int i = 0; i < MOST_ITERATIONS && energy > 0; i++) {
            product.add(LIFT * energy / x.height(), x);
            x = Orthonormal.roughly(product);
            product = x.times(symmetric);
            double before = energy;
            energy = x.dot(product);
            if (enough.after(before, energy)) {
                break;
            }
        }
        return rotated(Orthonormal.rows(x), symmetric, count);
    }

    /** The {@code count} largest eigenvectors within the subspace of {@code x} (Rayleigh and Ritz). */
    private static Leading rotated(Matrix x, Matrix symmetric, int count) {
        Matrix inside = x.times(symmetric).times(x.transposed());
        Products.mirror(inside.rows());
        Leading largest = Eigen.dense(inside, count);
        Matrix vectors = largest.vectors().transposed().times(x);
        return new Leading(Eigen.signed(vectors).transposed(), largest.energy());
    }
}
