package dev.lathe.backend.cpu;

/** Into how many tasks work that is bound by memory is cut. */
final class Shares {
    /** Elements below which waking another thread costs more than it saves. */
    private static final int LEAST = 1 << 15;

    /** Tasks for each thread, so that one that is held up does not hold up all. */
    private static final int EACH = 4;

    private Shares() {}

    /** Tasks for moving {@code elements}, at least 1. */
    static int of(int elements, Workers workers) {
        return Math.clamp(elements / LEAST, 1, EACH * workers.threads());
    }

    /** Where the share numbered {@code share} of {@code shares} begins in {@code units}; the last ends at the end. */
    static int begin(int units, int share, int shares) {
        return (int) ((long) units * share / shares);
    }
}
