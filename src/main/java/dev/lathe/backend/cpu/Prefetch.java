package dev.lathe.backend.cpu;

/**
 * Reads filters before register tiles do. A tile reads them from one end to the other, and a processor fetches ahead
 * within a page of memory only: where the last-level cache answers late, as on a Xeon that was measured, too few of its
 * lines are under way then. Here several pages are read side by side (docs/decisions/0028-reading-ahead.md).
 */
final class Prefetch {
    /** Filters of a layer, in elements, that are taken to be far away: 256 KiB. */
    static final int LEAST = 1 << 16;

    private static final int STREAMS = 4;
    private static final int LINE = 16;

    private Prefetch() {}

    /**
     * Brings {@code b[from..from+length]} near.
     *
     * @return what has to be stored where nobody looks, or the compiler leaves out what it was made of
     */
    static float read(float[] b, int from, int length) {
        int each = length / STREAMS / LINE * LINE;
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        for (int i = from; i < from + each; i += LINE) {
            sum0 += b[i];
            sum1 += b[i + each];
            sum2 += b[i + 2 * each];
            sum3 += b[i + 3 * each];
        }
        return sum0 + sum1 + sum2 + sum3;
    }
}
