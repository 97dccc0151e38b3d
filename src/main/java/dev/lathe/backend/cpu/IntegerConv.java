package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sums of an integer convolution. A task takes a run of output positions of one image and group, copies what each
 * kernel element sees of x into a row of its own, zero point taken off and padding as 0, and then adds scaled rows for
 * one filter after the other.
 */
final class IntegerConv {
    /** Most output positions of a task: its rows stay in the second-level cache for a usual number of channels. */
    private static final int LONGEST_RUN = 64;

    /** Most elements that the rows of a task may take. */
    private static final int MOST_ELEMENTS = 1 << 22;

    /** Takes the sums of filter {@code k} for {@code count} results from index {@code to} on. */
    @FunctionalInterface
    interface Store {
        void accept(int k, int[] sums, int count, int to);
    }

    private final Geometry window;
    private final int images;
    private final int channels;
    private final int filters;
    private final int groups;
    private final int taps;
    private final int run;
    private final int positions;

    IntegerConv(Geometry geometry, int groups, Shape x, Shape w) {
        window = geometry.withRank(3);
        images = x.dim(0);
        channels = x.dim(1);
        filters = w.dim(0);
        this.groups = groups;
        taps = w.product(1, w.rank());
        run = Math.clamp(MOST_ELEMENTS / Math.max(1, taps), 1, LONGEST_RUN);
        positions = window.out()[0] * window.out()[1] * window.out()[2];
    }

    /** The elements of {@code w} without their zero point: null, one, or one for each filter. */
    static int[] centred(Tensor w, @Nullable Tensor zero) {
        int[] values = new int[w.size()];
        int perFilter = zero == null || zero.size() == 1 ? Math.max(1, w.size()) : w.size() / zero.size();
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) (w.longAt(i) - (zero == null ? 0 : zero.longAt(i / perFilter)));
        }
        return values;
    }

    /** Runs over all results; {@code w} is {@link #centred}. */
    void run(Tensor x, int zero, int[] w, Workers workers, Store store) {
        if (filters == 0) {
            return;
        }
        int runs = Math.ceilDiv(positions, run);
        long steps = (long) run * taps * (filters / groups + 1);
        Ranges.run(workers, images * groups * runs, steps, (from, to) -> {
            int[] columns = new int[taps * run];
            int[] sums = new int[run];
            for (int task = from; task < to; task++) {
                int first = task % runs * run;
                int count = Math.min(run, positions - first);
                int imageGroup = task / runs;
                collect(x, zero, imageGroup, first, count, columns);
                for (int i = 0; i < filters / groups; i++) {
                    int k = imageGroup % groups * (filters / groups) + i;
                    sum(w, k * taps, columns, count, sums);
                    store.accept(k, sums, count, (imageGroup / groups * filters + k) * positions + first);
                }
            }
        });
    }

    /** Fills {@code columns} [taps][run] for {@code count} output positions from {@code first} on. */
    private void collect(Tensor x, int zero, int imageGroup, int first, int count, int[] columns) {
        int mask = x.dtype() == DType.UINT8 ? 0xff : -1;
        int outWidth = window.out()[2];
        int row = 0;
        for (int c = 0; c < channels / groups; c++) {
            int plane = imageGroup * (channels / groups) + c;
            for (int kd = 0; kd < window.kernel()[0]; kd++) {
                for (int kh = 0; kh < window.kernel()[1]; kh++) {
                    for (int kw = 0; kw < window.kernel()[2]; kw++, row += run) {
                        for (int o = first; o < first + count; ) {
                            int end = Math.min(first + count, o - o % outWidth + outWidth);
                            int at = rowOf(plane, o / outWidth, kd, kh);
                            if (at < 0) {
                                Arrays.fill(columns, row + o - first, row + end - first, 0);
                            } else {
                                copy(x.bytes(), at, mask, zero, kw, o % outWidth, end - o, columns, row + o - first);
                            }
                            o = end;
                        }
                    }
                }
            }
        }
    }

    /** Where the row of x begins that output row {@code o} sees through (kd, kh), or -1 for padding. */
    private int rowOf(int plane, int o, int kd, int kh) {
        int d = window.begin(0, o / window.out()[1]) + kd * window.dilation()[0];
        int h = window.begin(1, o % window.out()[1]) + kh * window.dilation()[1];
        boolean inside = d >= 0 && d < window.in()[0] && h >= 0 && h < window.in()[1];
        return inside ? ((plane * window.in()[0] + d) * window.in()[1] + h) * window.in()[2] : -1;
    }

    private void copy(byte[] x, int at, int mask, int zero, int kw, int ow, int count, int[] columns, int to) {
        int stride = window.stride()[2];
        int w = window.begin(2, ow) + kw * window.dilation()[2];
        for (int i = 0; i < count; i++, w += stride) {
            columns[to + i] = w >= 0 && w < window.in()[2] ? (x[at + w] & mask) - zero : 0;
        }
    }

    private void sum(int[] w, int wAt, int[] columns, int count, int[] sums) {
        Arrays.fill(sums, 0);
        int t = 0;
        // Four rows at a time, so that the sums are loaded and stored a quarter as often.
        for (; t <= taps - 4; t += 4) {
            addFour(w, wAt + t, columns, t * run, count, sums);
        }
        for (; t < taps; t++) {
            int weight = w[wAt + t];
            int row = t * run;
            for (int i = 0; i < count; i++) {
                sums[i] += weight * columns[row + i];
            }
        }
    }

    private void addFour(int[] w, int wAt, int[] columns, int row, int count, int[] sums) {
        int a = w[wAt];
        int b = w[wAt + 1];
        int c = w[wAt + 2];
        int d = w[wAt + 3];
        for (int i = 0; i < count; i++) {
            sums[i] += a * columns[row + i]
                    + b * columns[row + run + i]
                    + c * columns[row + 2 * run + i]
                    + d * columns[row + 3 * run + i];
        }
    }
}
