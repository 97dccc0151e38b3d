package dev.lathe.compress.entropy;

/** The generator of the test vectors: a linear congruence modulo 2<sup>64</sup>, of which the upper 53 bits count. */
final class PaperRandom {
    private long state;

    PaperRandom(long seed) {
        this.state = seed;
    }

    /** The next number of [0, 1). */
    double next() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return (state >>> 11) * 0x1p-53;
    }
}
