package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.WinogradProducts.Left;
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
    static final int MANY_TILES = 128;

    /** Fewest that a block is cut to for {@link #NEAR}, however many channels. */
    private static final int LEAST_TILES = 24;

    /**
     * Transformed tiles of a thread, in elements, which it reads again for every panel: 4 MiB, so that those of a few
     * threads share a last-level cache (docs/decisions/0030-tiles-in-the-cache.md).
     */
    private static final int NEAR = 1 << 20;

    private static final int TOGETHER = WinogradLoops.TOGETHER;

    private final Conv op;
    private final WinogradLoops loops;
    private final WinogradInput input;
    private final WinogradOutput output;
    private final WinogradFilters filters;
    private final WinogradProducts products;
    private final Callers callers = new Callers();
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
        filters = new WinogradFilters(loops, constant, w.dim(0), channels);
        products = new WinogradProducts(loops.matrices(), filters, channels, tiles);
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
        callers.enter();
        try {
            if (workers.threads() > 1 && near && filters.size() > images) {
                byFilters(x, results, finish, workers);
            } else {
                byTiles(x, results, finish, workers);
            }
        } finally {
            callers.leave();
        }
    }

    private void byTiles(float[] x, float[] y, ChannelLoops.Finish finish, Workers workers) {
        int length = Shares.block(tiles, most, MicroKernels.ROWS, workers);
        boolean own = workers.threads() == 1;
        workers.run(Math.ceilDiv(tiles, length), (task, scratch) -> {
            int first = task * length;
            int end = Math.min(tiles, first + length);
            float[] v = transform(x, first, end, scratch);
            Left left = products.left(v, 0, products.step(end - first), end - first, scratch);
            for (int panel = 0; panel < filters.panels(); panel++) {
                multiply(left, first, panel, own && callers.isOne(), finish, y, scratch);
            }
        });
    }

    private void byFilters(float[] x, float[] y, ChannelLoops.Finish finish, Workers workers) {
        Object call = new Object();
        int blocks = Math.ceilDiv(tiles, most);
        int length = Packing.roundUp(Math.ceilDiv(tiles, blocks), MicroKernels.ROWS);
        workers.run(blocks * filters.panels(), (task, scratch) -> {
            float[] v = scratch.isNew(call) ? transform(x, 0, tiles, scratch) : scratch.floats(3, 0);
            int first = task % blocks * length;
            int count = Math.max(0, Math.min(tiles - first, length));
            Left left = products.left(v, products.at(first), products.step(tiles), count, scratch);
            multiply(left, first, task / blocks, callers.isOne(), finish, y, scratch);
        });
    }

    private float[] transform(float[] x, int first, int end, Scratch mine) {
        int step = products.step(end - first);
        float[] v = mine.floats(3, elements * step);
        input.transform(x, first, end, 0, channels, v, products.pitch(), step, mine);
        return v;
    }

    /** The results of the tiles from {@code first} on for a panel of filters. */
    private void multiply(
            Left left, int first, int panel, boolean alone, ChannelLoops.Finish finish, float[] y, Scratch mine) {
        int count = left.count();
        int columns = filters.columns(panel);
        int step = products.productStep(count, columns);
        float[] product = mine.floats(2, elements * step);
        products.multiply(left, panel, alone, product, mine);
        float[] work = mine.floats(0, elements * TOGETHER);
        float[] results = mine.floats(1, out * out * TOGETHER);
        int together = TOGETHER / columns;
        for (int i = 0; i < count; i += together) {
            int some = Math.min(together, count - i);
            loops.output(product, i * columns, step, some * columns, results, work);
            for (int j = 0; j < some; j++) {
                int tile = first + i + j;
                output.finish(results, j * columns, TOGETHER, tile, panel * unit, filters.width(panel), finish, y);
            }
        }
    }
}
