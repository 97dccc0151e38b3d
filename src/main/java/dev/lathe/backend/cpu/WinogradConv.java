package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Panels;
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
 * 3x3 convolution of stride 1, channels last, by Winograd's method (Lavin and Gray, 2015): tiles of the image are
 * transformed, multiplied by transformed filters, one matrix product [tiles, c] times [c, filters] for each element of
 * a tile, and transformed back. Fewer multiplications than a plain sum, and other roundings (docs/numerics.md).
 *
 * <p>Where images are more to read than filters, or their transformed tiles too many, a task is a block of tiles with
 * all filters. Else each thread has filters of its own and transforms all tiles for itself: that takes less time than
 * to get them from another core.
 */
final class WinogradConv implements Kernel {
    /** Most tiles of a block for few filters: what is done to the results of a panel is to stay in the caches. */
    private static final int FEW_TILES = 56;

    /** The same for many filters, which are read anew for each block. */
    private static final int MANY_TILES = 128;

    /** Fewest that a block is cut to for {@link #NEAR}, however many channels. */
    private static final int LEAST_TILES = 24;

    /**
     * Transformed tiles of a thread, in elements, which it reads again for every panel: 4 MiB, so that those of a few
     * threads share a last-level cache (docs/decisions/0030-tiles-in-the-cache.md).
     */
    private static final int NEAR = 1 << 20;

    /** Most terms of a pass: a panel of filters of this depth stays in the nearer caches. */
    private static final int MAX_TERMS = 512;

    /** Filters, in elements, that are brought near before each block: by then the caches hold others. */
    private static final int FAR = 1 << 18;

    private static final int TOGETHER = WinogradLoops.TOGETHER;

    private final Conv op;
    private final WinogradLoops loops;
    private final WinogradInput input;
    private final WinogradOutput output;
    private final WinogradFilters filters;
    private final int channels;
    private final int tiles;
    private final int most;
    private final long images;
    private final int elements;
    private final int out;
    private final int unit = MicroKernels.COLUMNS;

    WinogradConv(Conv op, Operands operands, WinogradLoops loops, Place place) {
        this.op = op;
        this.loops = loops;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w);
        channels = w.dim(1);
        elements = loops.matrices().elements();
        out = loops.matrices().out();
        input = new WinogradInput(loops, geometry, channels);
        output = new WinogradOutput(op.epilogue(), geometry, input, out, place);
        images = x.size() + (long) x.dim(0) * w.dim(0) * geometry.out()[0] * geometry.out()[1];
        tiles = Shape.of(x.dim(0), input.tiles()).size();
        int near = Math.max(LEAST_TILES, NEAR / (elements * channels));
        most = Math.min(near, Math.clamp(w.dim(0) / 2, FEW_TILES, MANY_TILES));
        float[] constant = Objects.requireNonNull(operands.valueOrNull(1)).floats();
        filters = new WinogradFilters(loops.matrices(), constant, w.dim(0), channels);
    }

    static boolean accepts(Conv op, Operands operands) {
        Shape x = operands.shape(0);
        if (op.groups() != 1 || x.rank() != 4 || operands.valueOrNull(1) == null) {
            return false;
        }
        Geometry geometry = op.geometry(x, operands.shape(1));
        int[] ones = {1, 1};
        int[] threes = {WinogradMatrices.KERNEL, WinogradMatrices.KERNEL};
        return Arrays.equals(geometry.kernel(), threes)
                && Arrays.equals(geometry.stride(), ones)
                && Arrays.equals(geometry.dilation(), ones);
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> y, Workers workers) {
        float[] x = in.get(0).floats();
        float[] results = y.get(0).floats();
        ChannelLoops.Finish finish = Epilogues.channels(op.epilogue(), in, filters.count());
        boolean near = (long) elements * tiles * channels <= NEAR;
        if (workers.threads() > 1 && near && filters.size() > images) {
            byFilters(x, results, finish, workers);
        } else {
            byTiles(x, results, finish, workers);
        }
    }

    private void byTiles(float[] x, float[] y, ChannelLoops.Finish finish, Workers workers) {
        int length = Shares.block(tiles, most, MicroKernels.ROWS, workers);
        workers.run(Math.ceilDiv(tiles, length), (task, scratch) -> {
            int first = task * length;
            int end = Math.min(tiles, first + length);
            float[] v = transform(x, first, end, scratch);
            Block block = new Block(v, 0, step(end - first), first, end);
            for (int panel = 0; panel < filters.panels(); panel++) {
                multiply(block, panel, finish, y, scratch);
            }
        });
    }

    private void byFilters(float[] x, float[] y, ChannelLoops.Finish finish, Workers workers) {
        Object call = new Object();
        int blocks = Math.ceilDiv(tiles, most);
        int length = Math.ceilDiv(tiles, blocks);
        workers.run(blocks * filters.panels(), (task, scratch) -> {
            float[] v = scratch.isNew(call) ? transform(x, 0, tiles, scratch) : scratch.floats(3, 0);
            int first = task % blocks * length;
            int end = Math.min(tiles, first + length);
            Block block = new Block(v, first * channels, step(tiles), first, Math.max(first, end));
            multiply(block, task / blocks, finish, y, scratch);
        });
    }

    private float[] transform(float[] x, int first, int end, Scratch mine) {
        float[] v = mine.floats(3, elements * step(end - first));
        for (int tile = first; tile < end; tile++) {
            input.transform(x, tile, v, (tile - first) * channels, step(end - first), mine);
        }
        return v;
    }

    /** Distance of the left operands of a tile's elements. A power of two would put all in one set of the cache. */
    private int step(int tiles) {
        return tiles * channels + unit / 2;
    }

    /**
     * Transformed tiles {@code first..end}: element e of the first one has its channels from {@code v[at + e·step]}.
     */
    private record Block(float[] v, int at, int step, int first, int end) {}

    /** The results of a block of tiles for a panel of filters. */
    private void multiply(Block block, int panel, ChannelLoops.Finish finish, float[] y, Scratch mine) {
        int count = block.end - block.first;
        int columns = filters.columns(panel);
        int step = Packing.roundUp(count, MicroKernels.ROWS) * columns + unit / 2;
        float[] products = mine.floats(2, elements * step);
        Rows rows = rows(block, count, mine);
        for (int e = 0; e < elements; e++) {
            multiply(rows, count, e * block.step, panel, e, products, step);
        }
        float[] work = mine.floats(0, elements * TOGETHER);
        float[] results = mine.floats(1, out * out * TOGETHER);
        int together = TOGETHER / columns;
        for (int i = 0; i < count; i += together) {
            int some = Math.min(together, count - i);
            loops.output(products, i * columns, step, some * columns, results, work);
            for (int j = 0; j < some; j++) {
                int tile = block.first + i + j;
                output.finish(results, j * columns, TOGETHER, tile, panel * unit, filters.width(panel), finish, y);
            }
        }
    }

    private Rows rows(Block block, int count, Scratch mine) {
        int[] starts = mine.ints(count);
        for (int i = 0; i < count; i++) {
            starts[i] = block.at + i * channels;
        }
        return new Rows(block.v, starts);
    }

    private void multiply(Rows rows, int count, int offset, int panel, int element, float[] products, int step) {
        int terms = Packing.terms(channels, MAX_TERMS);
        int to = element * step;
        for (int k = 0; k < channels; k += terms) {
            int some = Math.min(terms, channels - k);
            Panels right = filters.panel(panel, element, k);
            if (filters.size() >= FAR) {
                // between the products of this element and the next
                products[to + step - 1] = Prefetch.read(right.b(), right.at(), some * right.width());
            }
            MicroKernels.BEST.multiply(rows, 0, count, offset + k, some, right, products, to, 0, k > 0);
        }
    }
}
