package dev.lathe.compress.lowrank;

import dev.lathe.error.InputException;

/**
 * What one group of a convolution, or a fully connected layer, costs whole and decomposed.
 *
 * @param outputs T
 * @param inputs S
 * @param taps K
 * @param pixelsIn positions of the operand, H·W; 1 for a fully connected layer
 * @param pixelsOut positions of the result, H'·W'
 */
public record LayerShape(int outputs, int inputs, int taps, long pixelsIn, long pixelsOut) {
    /** Weights without bias, and multiply-adds for one picture. */
    public record Cost(long parameters, long macs) {
        /** That of so many groups. */
        public Cost times(int groups) {
            return new Cost(Math.multiplyExact(parameters, groups), Math.multiplyExact(macs, groups));
        }
    }

    public LayerShape {
        if (outputs < 1 || inputs < 1 || taps < 1 || pixelsIn < 1 || pixelsOut < 1) {
            throw new InputException("a layer of %dx%dx%d weights on %d and %d pixels, wanted at least 1 of each"
                    .formatted(outputs, inputs, taps, pixelsIn, pixelsOut));
        }
    }

    /** K·S·T weights, each used at every position of the result. */
    public Cost whole() {
        long weights = product(taps, inputs, outputs);
        return new Cost(weights, Math.multiplyExact(weights, pixelsOut));
    }

    /** S·R3 at every position of the operand; K·R3·R4 and T·R4 at every position of the result. */
    public Cost tucker2(Ranks ranks) {
        long first = product(1, inputs, ranks.inputs());
        long rest = product(taps, ranks.inputs(), ranks.outputs()) + product(1, outputs, ranks.outputs());
        return new Cost(
                first + rest, Math.addExact(Math.multiplyExact(first, pixelsIn), Math.multiplyExact(rest, pixelsOut)));
    }

    /** K·S·R and T·R, both at every position of the result. */
    public Cost tucker1(int rank) {
        long weights = product(taps, inputs, rank) + product(1, outputs, rank);
        return new Cost(weights, Math.multiplyExact(weights, pixelsOut));
    }

    /**
     * Ranks that leave one {@code rate}-th of the weights: R4 = beta·R3, beta = max(0.8·T/S, 1), R3 the root of
     * K·beta·R² + (S + beta·T)·R = K·S·T/rate (musco-pytorch). Whole parts, at least 1, at most T and S.
     *
     * @param rate above 1 to make it smaller
     */
    public Ranks fixedRate(double rate) {
        if (!(rate > 0)) {
            throw new InputException("weights divided by " + rate + ", wanted more than 0");
        }
        double beta = Math.max(0.8 * outputs / inputs, 1);
        double linear = inputs + beta * outputs;
        double wanted = whole().parameters() / rate;
        double r = (Math.sqrt(linear * linear + 4 * taps * beta * wanted) - linear) / (2 * taps * beta);
        return new Ranks(within(r, inputs), within(beta * r, outputs));
    }

    /** The rank at which a chain of two has one {@code rate}-th of the weights: K·S·T / rate / (K·S + T). */
    public int fixedRateOfTwo(double rate) {
        if (!(rate > 0)) {
            throw new InputException("weights divided by " + rate + ", wanted more than 0");
        }
        double perRank = (double) tucker1(1).parameters();
        return within(whole().parameters() / rate / perRank, outputs);
    }

    private static int within(double rank, int most) {
        return (int) Math.max(1, Math.min(most, rank));
    }

    private static long product(long a, long b, long c) {
        return Math.multiplyExact(Math.multiplyExact(a, b), c);
    }
}
