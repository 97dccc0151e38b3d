package dev.lathe.compress.lowrank;

/**
 * U3 of least |(U4ᵀ W - G (U3ᵀ ⊗ I)) Sigma^1/2|, S·R3 unknowns, by conjugate gradients. The preconditioner is the
 * problem as it would be if taps were uncorrelated.
 */
final class InputFit {
    private static final int MOST_ITERATIONS = 30;

    /** It ends when the preconditioned residual has shrunk to a thousandth of what it was; these are squares. */
    private static final double SHRUNK = 1e-4;

    /** Keeps the preconditioner positive definite where G has fewer directions than R3. */
    private static final double RIDGE = 1e-10;

    private final Matrix core;
    private final Matrix coreTransposed;
    private final Matrix sigma;
    private final Cholesky channels;
    private final Cholesky mixtures;
    private final int taps;

    /**
     * @param core G unfolded by inputs, R3 x (R4·K)
     * @param channels of the covariance of channels
     */
    InputFit(Matrix core, Matrix sigma, Cholesky channels, int taps) {
        this.core = core;
        this.coreTransposed = core.transposed();
        this.sigma = sigma;
        this.channels = channels;
        this.taps = taps;
        Matrix products = core.gram();
        double ridge = core.squaredNorm() > 0 ? RIDGE * core.squaredNorm() / core.height() : 1;
        for (int i = 0; i < products.height(); i++) {
            products.row(i)[i] += ridge;
        }
        this.mixtures = Cholesky.of(products);
    }

    /**
     * @param wanted U4ᵀ W Sigma, R4 x (S·K)
     * @param start U3, S x R3
     */
    Matrix solve(Matrix wanted, Matrix start) {
        Matrix u3 = start.copy();
        Matrix residual = gathered(wanted);
        residual.add(-1, applied(u3));
        Matrix direction = preconditioned(residual);
        double size = residual.dot(direction);
        double enough = SHRUNK * size;
        for (int i = 0; i < MOST_ITERATIONS && size > enough; i++) {
            Matrix image = applied(direction);
            double step = size / direction.dot(image);
            u3.add(step, direction);
            residual.add(-step, image);
            Matrix next = preconditioned(residual);
            double before = size;
            size = residual.dot(next);
            next.add(size / before, direction);
            direction = next;
        }
        return u3;
    }

    /** The normal equations' matrix times {@code u3}. */
    private Matrix applied(Matrix u3) {
        return gathered(u3.times(core).swapped(taps).times(sigma));
    }

    /** R4 x (S·K) summed up with the core to S x R3. */
    private Matrix gathered(Matrix outputs) {
        return outputs.swapped(taps).times(coreTransposed);
    }

    private Matrix preconditioned(Matrix residual) {
        return mixtures.solve(channels.solve(residual).transposed()).transposed();
    }
}
