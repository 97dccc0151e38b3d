package dev.lathe.compress.lowrank;

import dev.lathe.error.InputException;

/**
 * When alternating steps end.
 *
 * @param tolerance they end when a sweep changes the relative error by less; looked at from the third sweep
 * @param sweeps at most so many
 */
public record Stop(double tolerance, int sweeps) {
    /** What other implementations of Tucker decompositions stop at. */
    public static final Stop DEFAULT = new Stop(1e-4, 100);

    private static final int FIRST_LOOK = 3;

    public Stop {
        if (!(tolerance >= 0) || sweeps < 1) {
            throw new InputException("stop below " + tolerance + " or after " + sweeps
                    + " sweeps, wanted a tolerance of at least 0 and at least 1 sweep");
        }
    }

    /** When an iteration inside of a sweep may end, so that sweeps do not end because of it. */
    Enough within(double whole) {
        return new Enough(whole, tolerance / 10);
    }

    /** Whether {@code sweep} (the first is 1) was the last, having led from error {@code before} to {@code after}. */
    boolean after(int sweep, double before, double after) {
        return sweep >= sweeps || (sweep >= FIRST_LOOK && Math.abs(before - after) < tolerance);
    }
}
