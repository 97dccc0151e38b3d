package dev.lathe.compress.lowrank;

/**
 * When looking for a better subspace is no longer worth it.
 *
 * @param whole squared norm that errors are relative to
 * @param drop a step that lowers the relative error by no more was the last
 */
record Enough(double whole, double drop) {
    boolean after(double energyBefore, double energy) {
        double before = RelativeError.ofSquares(whole, Math.min(energyBefore, whole));
        return before - RelativeError.ofSquares(whole, Math.min(energy, whole)) <= drop;
    }
}
