package dev.lathe.backend.cpu;

/** Into how many tasks work is cut. */
final class Shares {
    /** Elements below which waking another thread costs more than it saves. */
    private static final int LEAST = 1 << 15;

    /** Tasks for each thread, so that one that is held up does not hold up all. */
    private static final int EACH = 4;

    private Shares() {}

    /** Tasks for moving {@code elements}, which is bound by memory; at least 1. */
    static int of(int elements, Workers workers) {
        return Math.clamp(elements / LEAST, 1, EACH * workers.threads());
    }

    /**
     * Parts per task where work on {@code parts} is cut anyhow into {@code strips}: all of them, unless several threads
     * would have too few tasks to end at about the same time.
     *
     * @param parts at least 1
     * @param strips at least 1
     */
    static int parts(int parts, int strips, Workers workers) {
        int wanted = workers.threads() == 1 ? 1 : EACH * workers.threads();
        return Math.ceilDiv(parts, Math.clamp(Math.ceilDiv(wanted, strips), 1, parts));
    }

    /** Where the share numbered {@code share} of {@code shares} begins in {@code units}; the last ends at the end. */
    static int begin(int units, int share, int shares) {
        return (int) ((long) units * share / shares);
    }
}
