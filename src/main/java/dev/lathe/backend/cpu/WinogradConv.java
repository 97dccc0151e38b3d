package dev.lathe.backend.cpu;

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
 * 3x3 convolution of stride 1 by Winograd's minimal filtering (Lavin and Gray, 2015): tiles of the input and filters
 * are transformed, multiplied as one matrix product per element of a tile, [filters, channels] times [channels, tiles],
 * and transformed back. Tiles lie across the vector lanes.
 */
final class WinogradConv implements Kernel {
    /** Panels of tiles from which on each is a task of its own: fewer would leave threads idle at the end. */
    private static final int FUSED_PANELS = 16;

    /** Panels per task where filters are shared out, too: each block of filters is read once for all of them. */
    private static final int PANELS = 2;

    /** Channels per task of transforming the input. */
    private static final int CHANNELS = 32;

    private final Conv op;
    private final int filters;
    private final int channels;
    private final int outHeight;
    private final int outWidth;
    private final int unit = MicroKernels.COLUMNS;
    private final WinogradLoops loops;
    private final int out;
    private final int elements;
    private final WinogradInput input;
    private final WinogradFilters weights;

    WinogradConv(Conv op, Operands operands, WinogradLoops loops) {
        this.op = op;
        this.loops = loops;
        out = loops.matrices().out();
        elements = loops.matrices().elements();
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w);
        filters = w.dim(0);
        channels = w.dim(1);
        outHeight = geometry.out()[0];
        outWidth = geometry.out()[1];
        input = new WinogradInput(loops, geometry, x.dim(0), channels);
        float[] constant = Objects.requireNonNull(operands.valueOrNull(1)).floats();
        weights = new WinogradFilters(loops.matrices(), constant, filters, channels);
    }

    /** Whether the formulas are for such a window, and arrays are long enough for what is transformed. */
    static boolean accepts(Conv op, Operands operands) {
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        if (op.groups() != 1 || x.rank() != 4 || operands.valueOrNull(1) == null) {
            return false;
        }
        Geometry geometry = op.geometry(x, w);
        int[] kernel = {WinogradMatrices.KERNEL, WinogradMatrices.KERNEL};
        int[] ones = {1, 1};
        double filters = Packing.roundUp(w.dim(0), MicroKernels.ROWS);
        double lanes = FUSED_PANELS * (double) MicroKernels.COLUMNS;
        double floats = WinogradMatrices.FOUR.elements() * (w.dim(1) + 1d) * Math.max(filters, lanes);
        return floats < Integer.MAX_VALUE
                && Arrays.equals(geometry.kernel(), kernel)
                && Arrays.equals(geometry.stride(), ones)
                && Arrays.equals(geometry.dilation(), ones);
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        float[] x = in.get(0).floats();
        float[] y = out.get(0).floats();
        if (input.panels() >= FUSED_PANELS) {
            workers.run(input.panels(), (panel, scratch) -> {
                float[] v = scratch.floats(1, input.size());
                input.transform(x, panel, 0, channels, v, 0, scratch);
                for (int block = 0; block < weights.blocks(); block++) {
                    multiply(v, 0, panel, panel + 1, block, in, y, scratch);
                }
            });
        } else {
            share(in, y, workers);
        }
    }

    /** All threads transform the input, then they share tiles and filters. */
    private void share(List<@Nullable Tensor> in, float[] y, Workers workers) {
        Scratch shared = workers.borrow();
        try {
            float[] x = in.get(0).floats();
            float[] v = shared.floats(0, input.panels() * input.size());
            int groups = Math.ceilDiv(channels, CHANNELS);
            workers.run(input.panels() * groups, (task, scratch) -> {
                int panel = task / groups;
                int from = task % groups * CHANNELS;
                int to = Math.min(channels, from + CHANNELS);
                input.transform(x, panel, from, to, v, panel * input.size(), scratch);
            });
            int strips = Math.ceilDiv(input.panels(), PANELS);
            workers.run(weights.blocks() * strips, (task, scratch) -> {
                int first = task % strips * PANELS;
                int end = Math.min(input.panels(), first + PANELS);
                multiply(v, first * input.size(), first, end, task / strips, in, y, scratch);
            });
        } finally {
            workers.giveBack(shared);
        }
    }

    /** A block of filters on the panels {@code first..end}, which lie one behind the other from {@code v[vAt]} on. */
    private void multiply(
            float[] v, int vAt, int first, int end, int block, List<@Nullable Tensor> in, float[] y, Scratch mine) {
        int stride = (end - first) * unit;
        // half a row more than needed, as in the input
        int step = weights.rows(block) * stride + unit / 2;
        float[] products = mine.floats(2, elements * step);
        for (int e = 0; e < elements; e++) {
            for (int k = 0; k < channels; k += weights.terms()) {
                for (int panel = first; panel < end; panel++) {
                    int right = vAt + (panel - first) * input.size() + e * input.step() + k * input.lanes(panel);
                    int to = e * step + (panel - first) * unit;
                    multiply(block, e, k, v, right, input.lanes(panel), products, to, stride);
                }
            }
        }
        float[] work = mine.floats(0, out * (loops.matrices().side() + out) * unit);
        for (int filter = weights.first(block); filter < weights.first(block + 1); filter++) {
            Stretches.Finish finish = Epilogues.finish(op.epilogue(), in, filter);
            for (int panel = first; panel < end; panel++) {
                int at = (filter - weights.first(block)) * stride + (panel - first) * unit;
                loops.output(products, at, step, input.lanes(panel), work);
                finish(work, panel, filter, finish, y);
            }
        }
    }

    /** The products of one element for a block of filters and the channels of the pass from {@code k} on. */
    private void multiply(
            int block, int e, int k, float[] v, int vAt, int lanes, float[] products, int to, int stride) {
        MicroKernel kernel = MicroKernels.BEST;
        int pass = Math.min(weights.terms(), channels - k);
        int left = weights.at(block, e, k);
        for (int row = 0; row < weights.rows(block); row += MicroKernels.ROWS) {
            int a = left + row * pass;
            int c = to + row * stride;
            if (lanes == unit) {
                kernel.multiply(pass, weights.packed(), a, v, vAt, products, c, stride, k > 0);
            } else {
                kernel.multiplyHalf(pass, weights.packed(), a, v, vAt, products, c, stride, k > 0);
            }
        }
    }

    /** Writes the lines of a panel's tiles to the rows of {@code y}. */
    private void finish(float[] lines, int panel, int filter, Stretches.Finish finish, float[] y) {
        for (WinogradInput.Run run : input.runs(panel)) {
            int plane = (run.image() * filters + filter) * outHeight;
            int column = run.column() * out;
            int count = Math.min(run.count() * out, outWidth - column);
            int row = run.row() * out;
            for (int i = 0; i < Math.min(out, outHeight - row); i++) {
                int from = (i * input.lanes(panel) + run.lane()) * out;
                int to = (plane + row + i) * outWidth + column;
                MicroKernels.STRETCHES.finish(lines, from, y, to, count, finish);
                Epilogues.activate(op.epilogue(), y, to, to + count);
            }
        }
    }
}
