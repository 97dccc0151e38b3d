package dev.lathe.bench.convolution;

/** An engine that is ready to compute one {@link Problem}. */
interface Contender extends AutoCloseable {
    /** How the report calls it. */
    String name();

    /** Computes once. */
    Timing run();

    /** The result of the last run. */
    float[] result();

    @Override
    void close();

    /**
     * One computation.
     *
     * @param computeMs with the operands where the engine wants them, to the result there
     * @param wholeMs from the caller's array to the caller's array
     */
    record Timing(double computeMs, double wholeMs) {}
}
