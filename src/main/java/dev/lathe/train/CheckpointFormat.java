package dev.lathe.train;

/**
 * The layout of a checkpoint, all numbers big-endian: {@link #MAGIC}, {@link #VERSION}; the configuration as a count
 * and pairs of texts; the history; steps done in the epoch that runs, and the sums over them; steps of the optimiser;
 * for each parameter its values, its mask, and what the optimiser remembers of it; the values of the best epoch, if
 * there is one; and the CRC-32C of all before it as a long. A text is its length in bytes and UTF-8, a mask the length
 * of a bit set in longs and these, or -1.
 */
final class CheckpointFormat {
    static final long MAGIC = 0x4c61746865547231L;
    static final int VERSION = 1;
    static final int NO_MASK = -1;

    private CheckpointFormat() {}
}
