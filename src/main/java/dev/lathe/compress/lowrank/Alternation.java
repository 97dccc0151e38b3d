package dev.lathe.compress.lowrank;

/**
 * Tucker-2 factors that keep W x for x of second moments Sigma: each step is the best for what it leaves alone.
 *
 * <p>With P = U3ᵀ ⊗ I, which turns x [s][k] into [r3][k], W~ = U4 G P. Given U3, the best U4 G is A = W Sigma Pᵀ Sz⁻¹
 * cut to rank R4, Sz = P Sigma Pᵀ; given U4 and G, U3 solves a linear least-squares problem. Sz = RᵀR by Cholesky, so
 * that no root of a matrix is needed: A Sz Aᵀ = XᵀX with X = R⁻ᵀ (W Sigma Pᵀ)ᵀ.
 */
final class Alternation {
    private final Matrix w;
    private final Matrix sigma;
    private final int taps;

    /** W Sigma */
    private final Matrix moments;

    /** |W Sigma^1/2|² */
    private final double whole;

    private final Cholesky channels;

    /**
     * All factors, U3 orthonormal.
     *
     * @param core G unfolded by outputs, R4 x (R3·K)
     * @param error of outputs, relative
     */
    record Step(Matrix inputs, Matrix outputs, Matrix core, double error) {}

    Alternation(Matrix w, int taps, Matrix sigma) {
        this.w = w;
        this.taps = taps;
        this.sigma = sigma;
        this.moments = w.times(sigma);
        this.whole = w.dot(moments);
        this.channels = Cholesky.of(channels(sigma, taps));
    }

    /** Covariance of channels, S x S: the mean over taps. */
    static Matrix channels(Matrix sigma, int taps) {
        Matrix channels = Matrix.zeros(sigma.height() / taps, sigma.height() / taps);
        for (int i = 0; i < sigma.height(); i++) {
            double[] row = channels.row(i / taps);
            for (int j = 0; j < row.length; j++) {
                row[j] += sigma.row(i)[j * taps + i % taps] / taps;
            }
        }
        return channels;
    }

    Factors decompose(Ranks ranks, Stop stop) {
        Step step = outputs(whitened(ranks.inputs()), ranks.outputs());
        double before;
        int sweep = 0;
        do {
            before = step.error;
            step = outputs(inputs(step), ranks.outputs());
            sweep++;
        } while (!stop.after(sweep, before, step.error));
        return Factors.ofThree(step.inputs, step.core, step.outputs, sweep, step.error);
    }

    /** U3 that keeps most of what channels carry, if taps were uncorrelated. */
    Matrix whitened(int rank) {
        Matrix white = channels.factor().times(w.swapped(taps));
        return orthonormal(channels.backward(Eigen.leading(white.gram(), rank).vectors()));
    }

    static Matrix orthonormal(Matrix columns) {
        return Eigen.signed(Orthonormal.rows(columns.transposed())).transposed();
    }

    /** The best U4 and G for {@code u3}. */
    Step outputs(Matrix u3, int rank) {
        Cholesky mixed = Cholesky.of(mixed(mixed(sigma, u3).transposed(), u3));
        Matrix x = mixed.forward(mixed(moments, u3).transposed());
        Leading leading = Eigen.leading(x.transposed().gram(), rank);
        Matrix u4 = leading.vectors();
        Matrix core = mixed.backward(x.times(u4)).transposed();
        double error = RelativeError.of(whole, leading.energy(), () -> {
            Matrix missing = u4.times(core);
            Matrix spread = u3.times(missing.swapped(taps)).swapped(taps);
            spread.add(-1, w);
            return spread.dot(spread.times(sigma));
        });
        return new Step(u3, u4, core, error);
    }

    /** The best U3 for U4 and G, made orthonormal; G no longer fits it. */
    Matrix inputs(Step step) {
        Matrix wanted = step.outputs.transposed().times(moments);
        InputFit fit = new InputFit(step.core.swapped(taps), sigma, channels, taps);
        return orthonormal(fit.solve(wanted, step.inputs));
    }

    /** Every row [s][k] of {@code matrix} as [r3][k]: times Pᵀ. */
    private Matrix mixed(Matrix matrix, Matrix u3) {
        return u3.transposed().times(matrix.swapped(taps)).swapped(taps);
    }
}
