package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Rows;
import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Convolution of images of few channels, as pictures have: what a window sees of a line is too short a sum for a
 * register tile. So the lines that a line of windows sees are brought together, [column][ky][channel], and a window is
 * one stretch of that. Windows overlap in it: a third to a seventh of what unfolding them all would copy
 * (docs/decisions/0029-few-channels.md). A task is a few lines of windows.
 */
final class FewChannelsConv implements Kernel {
    /** Most elements that a window sees of a line. */
    private static final int MOST_RUN = 36;

    /** Positions of a task, about. */
    private static final int POSITIONS = 192;

    private static final int COLOURS = 3;

    private final Conv op;
    private final Geometry geometry;
    private final int channels;
    private final int column;
    private final int width;
    private final int lines;
    private final DirectFilters filters;
    private final DirectSums direct;
    private final float[] packed;

    FewChannelsConv(Conv op, Operands operands, Place place) {
        this.op = op;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        geometry = op.geometry(x, w);
        channels = x.dim(1);
        column = height() * channels;
        int taps = geometry.kernel()[1];
        int out = geometry.out()[1];
        width = Math.max(1, (out - 1) * geometry.stride()[1] + (taps - 1) * geometry.dilation()[1] + 1);
        lines = Shape.of(x.dim(0), geometry.out()[0]).size();
        Geometry along = new Geometry(
                new int[] {1, width},
                new int[] {1, taps},
                new int[] {1, geometry.stride()[1]},
                new int[] {1, geometry.dilation()[1]},
                new int[] {0, 0},
                new int[] {0, 0},
                new int[] {1, out});
        filters = new DirectFilters(along, 1, Shape.of(w.dim(0), column, 1, taps), column, width * column);
        direct = new DirectSums(filters, op.epilogue(), place);
        packed = filters.pack(
                turned(Objects.requireNonNull(operands.valueOrNull(1)).floats(), w.dim(0), channels, height(), taps));
    }

    static boolean accepts(Conv op, Operands operands) {
        Shape w = operands.shape(1);
        return op.groups() == 1
                && w.rank() == 4
                && w.dim(2) > 1
                && w.dim(1) * w.dim(3) <= MOST_RUN
                && operands.valueOrNull(1) != null;
    }

    /** Filters [filter][channel][ky][kx] as [filter][ky][channel][kx]. */
    private static float[] turned(float[] w, int filters, int channels, int height, int taps) {
        float[] turned = new float[w.length];
        for (int i = 0; i < filters * channels * height; i++) {
            int ky = i % height;
            int channel = i / height % channels;
            int filter = i / height / channels;
            int to = (filter * height + ky) * channels + channel;
            System.arraycopy(w, i * taps, turned, to * taps, taps);
        }
        return turned;
    }

    private int height() {
        return geometry.kernel()[0];
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        int outWidth = geometry.out()[1];
        if (lines == 0 || outWidth == 0) {
            return;
        }
        float[] x = in.get(0).floats();
        float[] y = out.get(0).floats();
        ChannelLoops.Finish finish = Epilogues.channels(op.epilogue(), in, filters.count());
        int together = Math.max(1, POSITIONS / outWidth);
        workers.run(Math.ceilDiv(lines, together), (task, scratch) -> {
            int first = task * together;
            int count = Math.min(together, lines - first);
            float[] unfolded = scratch.floats(1, count * width * column);
            for (int i = 0; i < count; i++) {
                unfold(x, first + i, unfolded, i * width * column);
            }
            DirectSums.Strip strip = new DirectSums.Strip(count * outWidth, 0, filters.panels());
            float[] sums = scratch.floats(0, strip.size());
            direct.multiply(rows(unfolded, count, scratch), strip, packed, false, sums);
            direct.finish(
                    sums, strip, 0, strip.count(), finish, y, direct.place().at(first * outWidth));
        });
    }

    private Rows rows(float[] unfolded, int count, Scratch mine) {
        int outWidth = geometry.out()[1];
        int[] starts = mine.ints(count * outWidth);
        for (int i = 0; i < count * outWidth; i++) {
            starts[i] = (i / outWidth * width + i % outWidth * geometry.stride()[1]) * column;
        }
        return new Rows(unfolded, starts);
    }

    /** What the windows of a line of results see, zeros around it. */
    private void unfold(float[] x, int line, float[] y, int to) {
        int inHeight = geometry.in()[0];
        int inWidth = geometry.in()[1];
        int left = geometry.padBegin()[1];
        int image = line / geometry.out()[0];
        int begin = geometry.begin(0, line % geometry.out()[0]);
        int count = Math.clamp(width - left, 0, inWidth);
        int last = begin + (height() - 1) * geometry.dilation()[0];
        if (begin < 0 || last >= inHeight || count < width) {
            Arrays.fill(y, to, to + width * column, 0);
        }
        for (int ky = 0; ky < height(); ky++) {
            int row = begin + ky * geometry.dilation()[0];
            if (row >= 0 && row < inHeight) {
                int from = (image * inHeight + row) * inWidth * channels;
                columns(x, from, count, y, to + left * column + ky * channels);
            }
        }
    }

    private void columns(float[] x, int from, int count, float[] y, int to) {
        if (channels == COLOURS) {
            colours(x, from, count, y, to, column);
            return;
        }
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < count; i++) {
                y[to + i * column + channel] = x[from + i * channels + channel];
            }
        }
    }

    private static void colours(float[] x, int from, int count, float[] y, int to, int step) {
        int at = from;
        int next = to;
        for (int i = 0; i < count; i++) {
            float red = x[at];
            float green = x[at + 1];
            float blue = x[at + 2];
            y[next] = red;
            y[next + 1] = green;
            y[next + 2] = blue;
            at += COLOURS;
            next += step;
        }
    }
}
