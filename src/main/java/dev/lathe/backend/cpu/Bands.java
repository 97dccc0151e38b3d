package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;

/**
 * How a window over a result that is never there as a whole goes down it: band by band, of which each computes the
 * lines that it sees and keeps those that the next one sees, too (docs/decisions/0019-joined-convolutions.md).
 */
final class Bands {
    /** What a band keeps between operators, in elements: less than half of a small second-level cache. */
    private static final int BAND = 48 << 10;

    /** Elements between operators below which they stay in the caches anyway. */
    private static final int LEAST = 128 << 10;

    /**
     * Multiply-adds of one core in the time in which an element goes to memory, which reads its line first, and comes
     * back: 12 bytes at the 20 GB/s and 100 billion multiply-adds of {@link WinogradChoice}.
     */
    private static final double ELEMENT = 60;

    /** The same for a weight that comes from a further cache once more for each band, as far as that takes time. */
    private static final double WEIGHT = 15;

    /** Tasks for each thread, where images are not more. */
    private static final int EACH = 2;

    private Bands() {}

    /** Lines that the windows of {@code lines} output lines see, padding included. */
    static int seen(Geometry window, int lines) {
        return (lines - 1) * window.stride()[0] + (window.kernel()[0] - 1) * window.dilation()[0] + 1;
    }

    /** Columns that the windows of a line see, padding included. */
    static int width(Geometry window) {
        return (window.out()[1] - 1) * window.stride()[1] + (window.kernel()[1] - 1) * window.dilation()[1] + 1;
    }

    /**
     * Output lines of a band.
     *
     * @param channels of what the window sees
     * @param results elements of a position that are kept, too
     */
    static int lines(Geometry window, int channels, int results) {
        int height = window.out()[0];
        int lines = 1;
        while (lines < height && elements(window, channels, results, lines + 1) <= BAND) {
            lines++;
        }
        return Math.ceilDiv(height, Math.ceilDiv(height, lines));
    }

    /** Whether what an output line sees is about a band or less; more would be neither near nor many tasks. */
    static boolean fit(Geometry window, int channels) {
        return elements(window, channels, 0, 1) <= 2 * BAND;
    }

    private static double elements(Geometry window, int channels, int results, int lines) {
        return (double) seen(window, lines) * width(window) * channels + (double) lines * window.out()[1] * results;
    }

    /**
     * Whether what need not go through memory outweighs what is lost.
     *
     * @param first elements of the first result
     * @param all elements of all results that need not
     * @param weights read again for each band
     * @param lost multiply-adds that other kernels would save
     */
    static boolean pay(double first, double all, double weights, int bands, double lost) {
        return first >= LEAST && ELEMENT * all > WEIGHT * weights * (bands - 1) + lost;
    }

    /**
     * Into how many tasks an image is cut: few, as lines that two of them see are computed twice, and one for each
     * thread where other lines are computed with them.
     *
     * @param together lines that are computed together
     */
    static int shares(int images, int lines, int bandLines, int together, Workers workers) {
        int threads = workers.threads();
        int tasks = threads == 1 || together > 1 ? threads : EACH * threads;
        return Math.clamp(Math.ceilDiv(tasks, images), 1, Math.ceilDiv(lines, bandLines));
    }
}
