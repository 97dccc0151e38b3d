package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;

import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.op.Pool;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A convolution and the maxima of windows over its result, channels last, as most networks begin. A task goes down some
 * lines of the maxima band by band: of the convolution's result there is as much as a band sees, and that stays in the
 * cache. Lines that the next band sees, too, are kept.
 */
final class PooledConv implements Kernel {
    private final Conv op;
    private final ConvLines lines;
    private final Windows maxima;
    private final Geometry window;
    private final int images;
    private final int channels;
    private final int bandLines;

    /**
     * @param in operands of the convolution
     * @param loops if Winograd's method is to make its lines
     */
    PooledConv(Conv op, Operands in, Pool pool, Optional<LineLoops> loops) {
        this.op = op;
        window = window(op, in, pool);
        images = in.shape(0).dim(0);
        channels = in.shape(1).dim(0);
        Place band = Place.alone(channels);
        lines = loops.<ConvLines>map(some -> new WinogradLines(op, in, some, band))
                .orElseGet(() -> new DirectLines(op, in, band));
        maxima = new Windows(window, images, channels);
        bandLines = Bands.lines(window, channels, 0);
    }

    /** Whether a plain convolution and the pool that its result goes to, and nothing else, are to run as one. */
    static boolean joins(Conv op, Operands in, Pool pool, WinogradChoice choice) {
        boolean plain = in.valueOrNull(1) != null
                && in.shape(1).size() > 0
                && in.shape(0).rank() <= ChannelKernels.MOST_AXES
                && !op.epilogue().residual()
                && ChannelKernels.isDense(op, in, choice);
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
            float[] x = lines.around(operand(in, 0).floats(), shared, workers);
            int shares = Bands.shares(images, window.out()[0], bandLines, lines.together(), workers);
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
        int together = lines.together();
        float[] band = mine.floats(1, Math.min(height, Bands.seen(window, bandLines) + together - 1) * line);
        int begin = 0;
        int done = 0;
        for (int row = first; row < end; row += bandLines) {
            int rows = Math.min(bandLines, end - row);
            int next = Math.clamp(window.begin(0, row), 0, height);
            int seen = Math.clamp(window.begin(0, row) + Bands.seen(window, rows), next, height);
            int last = Math.min(height, Packing.roundUp(seen, together));
            int kept = Math.max(0, done - next);
            if (kept > 0) {
                System.arraycopy(band, (next - begin) * line, band, 0, kept * line);
            }
            lines.make(x, new ConvLines.Part(image, next + kept, last), finish, band, kept * line, mine);
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
}
