package dev.lathe.backend.cpu;

import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The extents of a {@link ChainConv}, and whether three convolutions are one.
 *
 * @param window of the second convolution, over two axes
 * @param terms of an element of the first result
 * @param channels after the first convolution
 * @param coreChannels after the second
 * @param outChannels after the third
 * @param depthwise whether the second has one filter for each channel
 */
record ChainShape(
        Geometry window, int images, int terms, int channels, int coreChannels, int outChannels, boolean depthwise) {
    /** Part of the time of a plain sum that Winograd's method saves where it is chosen; an estimate. */
    private static final double WINOGRAD = 0.6;

    /** Whether three convolutions, each of which feeds the next alone, are to run as one. */
    static boolean joins(List<Conv> ops, List<Operands> operands, WinogradChoice choice) {
        for (int part = 0; part < ops.size(); part++) {
            Operands in = operands.get(part);
            boolean last = part == ops.size() - 1;
            boolean plain = in.valueOrNull(1) != null
                    && in.shape(1).size() > 0
                    && in.shape(0).rank() <= 4
                    && (last || !ops.get(part).epilogue().residual());
            if (!plain || last && !isProduct(ops.get(part), in)) {
                return false;
            }
        }
        boolean dense = ops.get(1).groups() == 1;
        return (isProduct(ops.get(0), operands.get(0)) || !dense && isPlain(ops.get(0), operands.get(0), choice))
                && (dense || DepthwiseConv.accepts(ops.get(1), operands.get(1)))
                && of(ops, operands)
                        .pays(dense && choice.of(ops.get(1), operands.get(1)).isPresent());
    }

    /** Whether a convolution over a window runs as a plain sum. */
    private static boolean isPlain(Conv op, Operands in, WinogradChoice choice) {
        return op.groups() == 1 && choice.of(op, in).isEmpty();
    }

    private static boolean isProduct(Conv op, Operands in) {
        Geometry g = op.geometry(in.shape(0), in.shape(1)).withRank(2);
        int[] ones = {1, 1};
        return op.groups() == 1
                && Arrays.equals(g.kernel(), ones)
                && Arrays.equals(g.stride(), ones)
                && Arrays.equals(g.out(), g.in());
    }

    static ChainShape of(List<Conv> ops, List<Operands> operands) {
        Shape x = operands.get(0).shape(0);
        Shape first = operands.get(0).shape(1);
        Shape core = operands.get(1).shape(1);
        Geometry window = ops.get(1).geometry(operands.get(1).shape(0), core).withRank(2);
        return new ChainShape(
                window,
                x.dim(0),
                first.product(1, first.rank()),
                operands.get(1).shape(0).dim(1),
                core.dim(0),
                operands.get(2).shape(1).dim(0),
                ops.get(1).groups() > 1);
    }

    /** What need not go through memory against weights read again, and against a faster method given up. */
    private boolean pays(boolean winograd) {
        double between = (double) inHeight() * inWidth() * channels;
        double results = (double) outHeight() * outWidth();
        double taps = (double) window.kernel()[0] * window.kernel()[1];
        double core = taps * coreChannels * (depthwise ? 1 : channels);
        double weights = (double) terms * channels + core + (double) coreChannels * outChannels;
        double lost = winograd ? WINOGRAD * core * results : 0;
        int bands = Math.ceilDiv(outHeight(), bandLines());
        return Bands.pay(between, between + results * coreChannels, weights, bands, lost);
    }

    int inHeight() {
        return window.in()[0];
    }

    int inWidth() {
        return window.in()[1];
    }

    int outHeight() {
        return window.out()[0];
    }

    int outWidth() {
        return window.out()[1];
    }

    int strideY() {
        return window.stride()[0];
    }

    /** Columns of padding before the first. */
    int left() {
        return window.padBegin()[1];
    }

    /** Columns that the windows of a line see, padding included. */
    int width() {
        return Bands.width(window);
    }

    /** Lines that the windows of {@code lines} output lines see, padding included. */
    int seenLines(int lines) {
        return Bands.seen(window, lines);
    }

    /** The first of them, for output lines from {@code first} on; negative in the padding. */
    int firstSeen(int first) {
        return window.begin(0, first);
    }

    /** Output lines of a band. */
    int bandLines() {
        return Bands.lines(window, channels, coreChannels);
    }

    /** Where in a band's first result the window of output position {@code position} begins. */
    int start(int position) {
        int line = position / outWidth() * strideY();
        return (line * width() + position % outWidth() * window.stride()[1]) * channels;
    }

    /** The window of a depthwise convolution on a band's first result. */
    ChannelLoops.Taps taps() {
        return new ChannelLoops.Taps(
                window.kernel()[0],
                window.dilation()[0] * width() * channels,
                window.kernel()[1],
                window.dilation()[1] * channels,
                window.stride()[1] * channels);
    }
}
