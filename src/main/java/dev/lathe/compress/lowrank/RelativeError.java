package dev.lathe.compress.lowrank;

import java.util.function.DoubleSupplier;

/** Relative errors of orthogonal projections. */
final class RelativeError {
    /** Where a difference of squares has lost half of its digits. */
    private static final double CANCELLED = 1e-4;

    private RelativeError() {}

    /**
     * The square root of (whole - kept) / whole, 0 if whole is 0.
     *
     * @param whole squared norm of what was projected
     * @param kept squared norm of the projection
     * @param missing squared norm of the difference; asked for only where the subtraction would be all rounding
     */
    static double of(double whole, double kept, DoubleSupplier missing) {
        if (whole == 0) {
            return 0;
        }
        double error = ofSquares(whole, kept);
        return error < CANCELLED ? Math.sqrt(missing.getAsDouble() / whole) : error;
    }

    /** Good to 3e-8 only where it is near zero. */
    static double ofSquares(double whole, double kept) {
        return whole == 0 ? 0 : Math.sqrt(Math.abs(whole - kept) / whole);
    }
}
