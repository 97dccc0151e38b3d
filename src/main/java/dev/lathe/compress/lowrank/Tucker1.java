package dev.lathe.compress.lowrank;

/**
 * Kernels as chains of two: a core with fewer outputs, and a 1x1 kernel that mixes them. It is the truncated singular
 * value decomposition of the unfolding by outputs, the best there is of its rank; of a matrix, that of the matrix. For
 * first convolutions, whose few inputs leave nothing to gain, and for fully connected and 1x1 layers.
 */
public final class Tucker1 {
    private Tucker1() {}

    /**
     * W = U s Vᵀ as outputs U √s and core √s Vᵀ, so that both have weights of one magnitude.
     *
     * @param rank R, 1 to T
     * @throws dev.lathe.error.InputException if {@code rank} is out of range
     */
    public static Factors decompose(Kernel kernel, int rank) {
        Ranks.check("output", rank, kernel.outputs());
        Matrix w = kernel.unfolded();
        return project(w, kernel.taps(), Eigen.leading(w.gram(), rank).vectors(), w.squaredNorm());
    }

    /** {@code w} projected on the orthonormal columns of {@code u}. */
    private static Factors project(Matrix w, int taps, Matrix u, double squaredNorm) {
        Matrix core = u.transposed().times(w);
        double error = RelativeError.of(squaredNorm, core.squaredNorm(), () -> w.squaredDistance(u.times(core)));
        return balanced(u, core, taps, error);
    }

    /** Moves the square root of the norm of each row of the core into its column of the mixing. */
    static Factors balanced(Matrix u, Matrix core, int taps, double error) {
        Matrix mixing = u.transposed();
        for (int r = 0; r < core.height(); r++) {
            double root = Math.sqrt(Math.sqrt(new Matrix(new double[][] {core.row(r)}).squaredNorm()));
            if (root > 0) {
                scale(mixing.row(r), root);
                scale(core.row(r), 1 / root);
            }
        }
        return Factors.ofTwo(core, taps, mixing.transposed(), error);
    }

    private static void scale(double[] row, double factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] *= factor;
        }
    }
}
