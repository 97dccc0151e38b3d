package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;

import dev.lathe.backend.cpu.DirectSums.Strip;
import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.op.Pool;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A convolution and the maxima of windows over its result, channels last, as most networks begin. A task goes down some
 * lines of the maxima band by band: of the convolution's result there is as much as a band sees, and that stays in the
 * cache. Lines that the next band sees, too, are kept.
 */
final class PooledConv implements Kernel {
    /** Positions of a strip at most. */
    private static final int STRIP = 96;

    private final Conv op;
    private final DirectWindows windows;
    private final DirectSums sums;
    private final float[] weights;
    private final Windows maxima;
    private final Geometry window;
    private final int images;
    private final int channels;
    private final int bandLines;

    /** @param in operands of the convolution */
    PooledConv(Conv op, Operands in, Pool pool) {
        this.op = op;
        Shape x = in.shape(0);
        Shape w = in.shape(1);
        Geometry geometry = op.geometry(x, w).withRank(2);
        window = window(op, in, pool);
        images = x.dim(0);
        channels = w.dim(0);
        windows = new DirectWindows(geometry, images, x.dim(1));
        DirectFilters filters = new DirectFilters(geometry, op.groups(), w, x.dim(1), windows.lineStep());
        sums = new DirectSums(filters, op.epilogue(), Place.alone(channels));
        weights = filters.pack(Objects.requireNonNull(in.valueOrNull(1)).floats());
        maxima = new Windows(window, images, channels);
        bandLines = Bands.lines(window, channels, 0);
    }

    /** Whether a plain convolution and the pool that its result goes to, and nothing else, are to run as one. */
    static boolean joins(Conv op, Operands in, Pool pool, WinogradChoice choice) {
        boolean plain = in.valueOrNull(1) != null
                && in.shape(1).size() > 0
                && in.shape(0).rank() <= ChannelKernels.MOST_AXES
                && !op.epilogue().residual()
                && ChannelKernels.isDirect(op, in, choice);
        return plain && pool.kind() == Pool.Kind.MAX && pays(window(op, in, pool), in.shape(1));
    }

    private static Geometry window(Conv op, Operands in, Pool pool) {
        return pool.geometry(op.infer(in).get(0).shape()).withRank(2);
    }

    /** What need not go through memory against weights read again for each band. */
    private static boolean pays(Geometry window, Shape w) {
        double between = (double) window.in()[0] * window.in()[1] * w.dim(0);
        int bands = Math.ceilDiv(window.out()[0], Bands.lines(window, w.dim(0), 0));
        return Bands.fit(window, w.dim(0)) && Bands.pay(between, between, w.size(), bands, 0);
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        ChannelLoops.Finish finish = Epilogues.channels(op.epilogue(), in, channels);
        float[] y = operand(out, 0).floats();
        Scratch shared = workers.borrow();
        try {
            float[] x = windows.around(operand(in, 0).floats(), shared, workers);
            int shares = Bands.shares(images, window.out()[0], bandLines, workers);
            workers.run(images * shares, (task, mine) -> {
                int first = Shares.begin(window.out()[0], task % shares, shares);
                int end = Shares.begin(window.out()[0], task % shares + 1, shares);
                run(x, finish, y, task / shares, first, end, mine);
            });
        } finally {
            workers.giveBack(shared);
        }
    }

    /** Lines {@code first..end} of an image's maxima. */
    private void run(float[] x, ChannelLoops.Finish finish, float[] y, int image, int first, int end, Scratch mine) {
        int height = window.in()[0];
        int line = window.in()[1] * channels;
        float[] band = mine.floats(1, Math.min(height, Bands.seen(window, bandLines)) * line);
        int begin = 0;
        int done = 0;
        for (int row = first; row < end; row += bandLines) {
            int rows = Math.min(bandLines, end - row);
            int next = Math.clamp(window.begin(0, row), 0, height);
            int last = Math.clamp(window.begin(0, row) + Bands.seen(window, rows), next, height);
            int kept = Math.max(0, done - next);
            if (kept > 0) {
                System.arraycopy(band, (next - begin) * line, band, 0, kept * line);
            }
            convolve(x, finish, image, next + kept, last, band, kept * line, mine);
            largest(band, (image * height + next) * line, y, image * window.out()[0] + row, rows, mine);
            begin = next;
            done = last;
        }
    }

    /**
     * Some lines of maxima.
     *
     * @param behind where the band begins in the whole result of the convolution
     * @param first line of the maxima of all images
     */
    private void largest(float[] band, int behind, float[] y, int first, int lines, Scratch mine) {
        Windows.Visitor largest = (at, taps, _, _, to, count, own) -> {
            float[] spare = own.floats(2, taps.seen(count, channels));
            MicroKernels.CHANNELS.largest(band, at - behind, taps, y, to, count, channels, spare);
        };
        for (int line = first; line < first + lines; line++) {
            maxima.row(line, largest, mine);
        }
    }

    /** Lines {@code line..end} of an image's convolution, to {@code band[to]}. */
    private void convolve(
            float[] x, ChannelLoops.Finish finish, int image, int line, int end, float[] band, int to, Scratch mine) {
        int first = (image * window.in()[0] + line) * window.in()[1];
        int positions = (end - line) * window.in()[1];
        for (int from = 0; from < positions; from += STRIP) {
            int count = Math.min(STRIP, positions - from);
            Strip strip = new Strip(count, 0, sums.filters().panels());
            float[] raw = strip.array(mine);
            sums.multiply(windows.rows(x, first + from, count, mine), strip, weights, false, raw);
            sums.finish(raw, strip, 0, count, finish, band, to + from * channels);
        }
    }
}
