package dev.lathe.compress.lowrank;

import dev.lathe.error.InputException;

/**
 * Ranks that leave a kernel of T x S x K weights a fixed share of them (musco-pytorch).
 *
 * @param rate the weights are divided by this; above 1 to make them fewer
 */
public record FixedRate(double rate) {
    /** Outputs are worth that much of their ratio to inputs. */
    private static final double OUTPUTS = 0.8;

    /** @throws InputException if {@code rate} is not above 0 */
    public FixedRate {
        if (!(rate > 0)) {
            throw new InputException("weights divided by " + rate + ", wanted more than 0");
        }
    }

    /**
     * For a chain of three: R4 = beta·R3, beta = max(0.8·T/S, 1), R3 the root of K·beta·R² + (S + beta·T)·R =
     * K·S·T/rate. Whole parts, at least 1, at most T and S.
     */
    public Ranks ofThree(int outputs, int inputs, int taps) {
        double beta = Math.max(OUTPUTS * outputs / inputs, 1);
        double linear = inputs + beta * outputs;
        double wanted = (double) outputs * inputs * taps / rate;
        double r = (Math.sqrt(linear * linear + 4 * taps * beta * wanted) - linear) / (2 * taps * beta);
        return new Ranks(within(r, inputs), within(beta * r, outputs));
    }

    /** For a chain of two: K·S·T / rate / (K·S + T). */
    public int ofTwo(int outputs, int inputs, int taps) {
        double perRank = (double) taps * inputs + outputs;
        return within((double) outputs * inputs * taps / rate / perRank, outputs);
    }

    private static int within(double rank, int most) {
        return (int) Math.max(1, Math.min(most, rank));
    }
}
