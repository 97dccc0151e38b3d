package dev.lathe.compress.lowrank;

import dev.lathe.error.InputException;

/**
 * Factors that keep a layer's outputs, where those of {@link Tucker2} and {@link Tucker1} keep its weights: they make
 * |(W - W~) Sigma^1/2| small, Sigma the second moments of the layer's inputs ({@link Covariance}, with a ridge of 1e-6
 * of its mean diagonal). The objective is that of Kalle et al. (arXiv 2511.04494); docs/lowrank.md has the steps.
 *
 * <p>All methods refuse a covariance whose size is not S·K with an {@link InputException}.
 */
public final class DataAware {
    private DataAware() {}

    /**
     * A chain of three, U3 and U4 orthonormal; of a matrix a chain of two, of the smaller rank. The error is that of
     * outputs and falls with every step.
     *
     * @param stop the tolerance is one of the relative error of outputs
     * @throws InputException if a rank is out of range
     */
    public static Factors decompose(Kernel kernel, Covariance covariance, Ranks ranks, Stop stop) {
        ranks.check(kernel);
        if (kernel.isMatrix()) {
            return decompose(kernel, covariance, Math.min(ranks.inputs(), ranks.outputs()));
        }
        return new Alternation(kernel.unfolded(), kernel.taps(), sigma(kernel, covariance)).decompose(ranks, stop);
    }

    /**
     * A chain of two, as {@link Tucker1} makes it, and the best there is: U is of the leading eigenvectors of W Sigma
     * Wᵀ, the core Uᵀ W.
     *
     * @throws InputException if {@code rank} is out of range
     */
    public static Factors decompose(Kernel kernel, Covariance covariance, int rank) {
        Ranks.check("output", rank, kernel.outputs());
        Matrix w = kernel.unfolded();
        Matrix sigma = sigma(kernel, covariance);
        Matrix outputs = outputMoments(w, sigma);
        Leading leading = Eigen.leading(outputs, rank);
        Matrix u = leading.vectors();
        Matrix core = u.transposed().times(w);
        double error = RelativeError.of(outputs.trace(), leading.energy(), () -> {
            Matrix missing = u.times(core);
            missing.add(-1, w);
            return missing.dot(missing.times(sigma));
        });
        return Tucker1.balanced(u, core, kernel.taps(), error);
    }

    /** |(W - W~) Sigma^1/2| / |W Sigma^1/2|; 0 if W gives zeros only. */
    public static double error(Kernel kernel, Kernel approximation, Covariance covariance) {
        Matrix sigma = sigma(kernel, covariance);
        Matrix w = kernel.unfolded();
        Matrix missing = missing(kernel, approximation);
        double whole = w.dot(w.times(sigma));
        return whole == 0 ? 0 : Math.sqrt(missing.dot(missing.times(sigma)) / whole);
    }

    /** What to add to the bias, [outputs], so that the mean of the outputs stays: (W - W~) E[x]. */
    public static double[] shift(Kernel kernel, Kernel approximation, Covariance covariance) {
        check(kernel, covariance.size());
        return product(missing(kernel, approximation), covariance.mean());
    }

    /** The same where inputs come from the compressed network: W E[x] - W~ E[x~]. */
    public static double[] shift(Kernel kernel, Kernel approximation, CrossCovariance cross) {
        check(kernel, cross.size());
        double[] shift = product(kernel.unfolded(), cross.originalMean());
        Products.add(shift, -1, product(approximation.unfolded(), cross.compressedMean()));
        return shift;
    }

    /**
     * The kernel which, fed by the network compressed so far, comes nearest to what {@code kernel} gives in the
     * original one: W* = (W E[x x~ᵀ] + rho W) (Sigma~ + rho I)⁻¹. Decompose it by {@code compressed} in place of
     * {@code kernel}.
     *
     * @param compressed of x~, of the same samples
     */
    public static Kernel target(Kernel kernel, CrossCovariance cross, Covariance compressed) {
        check(kernel, cross.size());
        Matrix w = kernel.unfolded();
        Matrix wanted = w.times(cross.moments());
        wanted.add(compressed.ridge(), w);
        Matrix target = Cholesky.of(sigma(kernel, compressed)).solve(wanted.transposed());
        return Kernel.of(target.transposed(), kernel.taps());
    }

    /** Singular values of W Sigma^1/2, for choosing R4 by what outputs carry. */
    public static Spectrum outputSpectrum(Kernel kernel, Covariance covariance) {
        Matrix sigma = sigma(kernel, covariance);
        return Spectrum.ofGram(outputMoments(kernel.unfolded(), sigma), sigma.height());
    }

    /**
     * Singular values of Cs^1/2 unfold_S(W), Cs the covariance of channels (the mean over taps), for choosing R3 by
     * what inputs carry.
     */
    public static Spectrum inputSpectrum(Kernel kernel, Covariance covariance) {
        Matrix channels = Alternation.channels(sigma(kernel, covariance), kernel.taps());
        return Spectrum.of(
                Cholesky.of(channels).factor().times(kernel.unfolded().swapped(kernel.taps())));
    }

    /** W Sigma Wᵀ */
    private static Matrix outputMoments(Matrix w, Matrix sigma) {
        Matrix outputs = w.times(sigma).times(w.transposed());
        Products.mirror(outputs.rows());
        return outputs;
    }

    private static Matrix missing(Kernel kernel, Kernel approximation) {
        if (approximation.outputs() != kernel.outputs()
                || approximation.inputs() != kernel.inputs()
                || approximation.taps() != kernel.taps()) {
            throw new InputException(
                    "an approximation of " + approximation.extents() + " weights for a kernel of " + kernel.extents());
        }
        Matrix missing = kernel.unfolded();
        missing.add(-1, approximation.unfolded());
        return missing;
    }

    private static double[] product(Matrix matrix, double[] vector) {
        return matrix.times(new Matrix(new double[][] {vector}).transposed()).flat();
    }

    private static Matrix sigma(Kernel kernel, Covariance covariance) {
        check(kernel, covariance.size());
        return covariance.sigma();
    }

    private static void check(Kernel kernel, int size) {
        if (size != kernel.inputs() * kernel.taps()) {
            throw new InputException("a covariance of " + size + " variables for a kernel of " + kernel.extents()
                    + " weights, wanted " + kernel.inputs() * kernel.taps());
        }
    }
}
