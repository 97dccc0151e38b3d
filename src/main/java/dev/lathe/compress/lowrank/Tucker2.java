package dev.lathe.compress.lowrank;

/**
 * Kernels as chains of three, by Tucker decomposition of inputs and outputs: a 1x1 kernel from S to R3 channels, one
 * with all taps from R3 to R4, a 1x1 kernel from R4 to T (Kim et al., arXiv 1511.06530).
 */
public final class Tucker2 {
    private Tucker2() {}

    /**
     * Starts from the leading singular vectors of both unfoldings (HOSVD), then computes U4 and U3 in turn, each the
     * best for the other (HOOI), and the core last. The error never rises from sweep to sweep. Factors of inputs and
     * outputs are orthonormal.
     *
     * <p>A matrix needs no chain of three: it is decomposed by {@link Tucker1} with the smaller of the ranks.
     *
     * @throws dev.lathe.error.InputException if a rank is out of range
     */
    public static Factors decompose(Kernel kernel, Ranks ranks, Stop stop) {
        ranks.check(kernel);
        if (kernel.isMatrix()) {
            return Tucker1.decompose(kernel, Math.min(ranks.inputs(), ranks.outputs()));
        }
        return decompose(kernel.unfolded(), kernel.taps(), ranks, stop);
    }

    /** @param w unfolded by outputs */
    static Factors decompose(Matrix w, int taps, Ranks ranks, Stop stop) {
        Matrix byInputs = w.swapped(taps);
        double whole = w.squaredNorm();
        Matrix u4 = Eigen.leading(w.gram(), ranks.outputs());
        Matrix u3 = Eigen.leading(byInputs.gram(), ranks.inputs());
        double error =
                RelativeError.ofSquares(whole, core(byInputs, taps, u3, u4).squaredNorm());
        double before;
        int sweep = 0;
        do {
            before = error;
            u4 = Eigen.leading(mixed(u3, byInputs, taps).gram(), ranks.outputs());
            u3 = Eigen.leading(mixed(u4, w, taps).gram(), ranks.inputs());
            error = RelativeError.ofSquares(whole, core(byInputs, taps, u3, u4).squaredNorm());
            sweep++;
        } while (!stop.after(sweep, before, error));
        return factors(w, taps, u3, u4, sweep);
    }

    private static Factors factors(Matrix w, int taps, Matrix u3, Matrix u4, int sweeps) {
        Matrix core = core(w.swapped(taps), taps, u3, u4);
        double error = RelativeError.of(w.squaredNorm(), core.squaredNorm(), () -> {
            Matrix outputs = u4.times(core).swapped(taps);
            return w.squaredDistance(u3.times(outputs).swapped(taps));
        });
        return Factors.ofThree(u3, core, u4, sweeps, error);
    }

    /** G = W x_S U3ᵀ x_T U4ᵀ, unfolded by outputs. */
    private static Matrix core(Matrix byInputs, int taps, Matrix u3, Matrix u4) {
        return u4.transposed().times(mixed(u3, byInputs, taps));
    }

    /** The first mode of {@code unfolded} contracted with {@code u}, then unfolded by the other mode. */
    private static Matrix mixed(Matrix u, Matrix unfolded, int taps) {
        return u.transposed().times(unfolded).swapped(taps);
    }
}
