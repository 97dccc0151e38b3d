package dev.lathe.compress.lowrank;

/**
 * Kernels as chains of three, by Tucker decomposition of inputs and outputs: a 1x1 kernel from S to R3 channels, one
 * with all taps from R3 to R4, a 1x1 kernel from R4 to T (Kim et al., arXiv 1511.06530).
 */
public final class Tucker2 {
    /** U3 and U4. */
    private record Pair(Matrix inputs, Matrix outputs) {}

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
        Enough enough = stop.within(whole);
        Pair pair = hosvd(w, byInputs, ranks);
        double error = 1;
        double before;
        int sweep = 0;
        do {
            before = error;
            Leading outputs = Eigen.leading(mixed(pair.inputs, byInputs, taps).gram(), pair.outputs, enough);
            Leading inputs = Eigen.leading(mixed(outputs.vectors(), w, taps).gram(), pair.inputs, enough);
            pair = new Pair(inputs.vectors(), outputs.vectors());
            error = RelativeError.ofSquares(whole, inputs.energy());
            sweep++;
        } while (!stop.after(sweep, before, error));
        return factors(w, byInputs, pair, sweep);
    }

    /** Without sweeps. */
    static Factors hosvd(Matrix w, int taps, Ranks ranks) {
        Matrix byInputs = w.swapped(taps);
        return factors(w, byInputs, hosvd(w, byInputs, ranks), 0);
    }

    private static Pair hosvd(Matrix w, Matrix byInputs, Ranks ranks) {
        return new Pair(
                Eigen.leading(byInputs.gram(), ranks.inputs()).vectors(),
                Eigen.leading(w.gram(), ranks.outputs()).vectors());
    }

    private static Factors factors(Matrix w, Matrix byInputs, Pair pair, int sweeps) {
        int taps = w.columns() / byInputs.height();
        Matrix core = core(byInputs, taps, pair);
        double error = RelativeError.of(w.squaredNorm(), core.squaredNorm(), () -> {
            Matrix outputs = pair.outputs.times(core).swapped(taps);
            return w.squaredDistance(pair.inputs.times(outputs).swapped(taps));
        });
        return Factors.ofThree(pair.inputs, core, pair.outputs, sweeps, error);
    }

    /** G = W x_S U3ᵀ x_T U4ᵀ, unfolded by outputs. */
    private static Matrix core(Matrix byInputs, int taps, Pair pair) {
        return pair.outputs.transposed().times(mixed(pair.inputs, byInputs, taps));
    }

    /** The first mode of {@code unfolded} contracted with {@code u}, then unfolded by the other mode. */
    private static Matrix mixed(Matrix u, Matrix unfolded, int taps) {
        return u.transposed().times(unfolded).swapped(taps);
    }
}
