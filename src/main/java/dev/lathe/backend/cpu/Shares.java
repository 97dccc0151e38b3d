package dev.lathe.backend.cpu;

/** Into how many tasks work is cut. */
final class Shares {
    /** Elements below which waking another thread costs more than it saves. */
    private static final int LEAST = 1 << 15;

    /** Tasks for each thread, so that one that is held up does not hold up all. */
    private static final int EACH = 4;

    /** What is left of the time when shorter blocks, for each of which filters are read anew, are worth it. */
    private static final double WORTH = 0.95;

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

    /**
     * Length of the blocks into which {@code length} is cut, of one task each: {@code most}, unless shorter ones let
     * several threads end sooner together.
     *
     * @param length at least 0
     * @param most at least {@code unit}
     * @param unit that lengths are multiples of
     */
    static int block(int length, int most, int unit, Workers workers) {
        int threads = workers.threads();
        if (threads == 1) {
            int blocks = Math.max(1, Math.ceilDiv(length, most));
            return Math.max(unit, Packing.roundUp(Math.ceilDiv(length, blocks), unit));
        }
        int best = most;
        for (int block = most - unit; block >= 2 * unit; block -= unit) {
            if (longest(length, block, threads) < WORTH * longest(length, best, threads)) {
                best = block;
            }
        }
        return best;
    }

    /** The most that one of several threads has to do. */
    private static int longest(int length, int block, int threads) {
        int blocks = length / block;
        int rest = blocks % threads == 0 ? length % block : block;
        return blocks / threads * block + rest;
    }

    /** Where the share numbered {@code share} of {@code shares} begins in {@code units}; the last ends at the end. */
    static int begin(int units, int share, int shares) {
        return (int) ((long) units * share / shares);
    }
}
