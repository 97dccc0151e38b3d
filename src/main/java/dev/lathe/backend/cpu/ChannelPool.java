package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;

import dev.lathe.op.Geometry;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Pool;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maxima and means over one or two spatial axes, channels last. */
final class ChannelPool implements Kernel {
    private final boolean max;
    private final boolean countPadding;
    private final int channels;
    private final Windows windows;

    /** What a mean weighs each position with, before the division. */
    private final float[] ones;

    private final ChannelLoops.Finish asIs;

    ChannelPool(Pool op, Shape x) {
        max = op.kind() == Pool.Kind.MAX;
        countPadding = op.countPadding();
        channels = x.dim(1);
        windows = new Windows(op.geometry(x).withRank(2), x.dim(0), channels);
        ones = new float[windows.geometry().kernel()[1] * channels];
        Arrays.fill(ones, 1);
        asIs = new ChannelLoops.Finish(new float[channels], null, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        float[] x = operand(in, 0).floats();
        float[] y = operand(out, 0).floats();
        windows.run(workers, (at, taps, firstLine, firstTap, to, count, mine) -> {
            if (max) {
                float[] spare = mine.floats(0, taps.seen(count, channels));
                MicroKernels.CHANNELS.largest(x, at, taps, y, to, count, channels, spare);
            } else {
                MicroKernels.CHANNELS.correlate(x, at, taps, ones, 0, 0, y, to, count, channels, asIs);
                divide(y, to, count, taps);
            }
        });
    }

    private void divide(float[] y, int to, int count, ChannelLoops.Taps taps) {
        for (int i = 0; i < count; i++) {
            float terms = countPadding ? padded(to / channels + i) : Math.max(1, taps.lines() * taps.taps());
            for (int c = to + i * channels; c < to + (i + 1) * channels; c++) {
                y[c] /= terms;
            }
        }
    }

    /** Positions that the window of output position {@code position} sees, with padding. */
    private int padded(int position) {
        Geometry window = windows.geometry();
        int row = position / window.out()[1] % window.out()[0];
        return window.paddedTaps(0, row) * window.paddedTaps(1, position % window.out()[1]);
    }

    /** Means or maxima over all positions. */
    static Kernel global(GlobalPool op, Shape x) {
        int channels = x.dim(1);
        int area = x.product(2, x.rank());
        return (in, out, workers) -> {
            float[] values = operand(in, 0).floats();
            float[] y = operand(out, 0).floats();
            Ranges.run(workers, x.dim(0), (long) area * channels / Ranges.LANES, (from, to) -> {
                for (int image = from; image < to; image++) {
                    if (op.kind() == Pool.Kind.MAX) {
                        ChannelLoops.Taps all = new ChannelLoops.Taps(area, channels, 1, channels, 0);
                        int at = image * area * channels;
                        float[] spare = new float[channels];
                        MicroKernels.CHANNELS.largest(values, at, all, y, image * channels, 1, channels, spare);
                    } else {
                        mean(values, image * area * channels, area, channels, y, image * channels);
                    }
                }
            });
        };
    }

    private static void mean(float[] x, int from, int area, int channels, float[] y, int to) {
        double[] sums = new double[channels];
        for (int at = from; at < from + area * channels; at += channels) {
            for (int c = 0; c < channels; c++) {
                sums[c] += x[at + c];
            }
        }
        for (int c = 0; c < channels; c++) {
            y[to + c] = (float) (sums[c] / area);
        }
    }
}
