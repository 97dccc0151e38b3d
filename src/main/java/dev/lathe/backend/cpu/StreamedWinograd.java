package dev.lathe.backend.cpu;

import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@link WinogradConv} for few tiles and many filters, which take longer to come from memory than to be used. They are
 * the rows of register tiles here and the image's tiles the columns, so that all that needs a filter is done when it
 * comes, and the next ones come meanwhile (docs/decisions/0031-streamed-filters.md). The price is that transformed
 * tiles and results are turned.
 */
final class StreamedWinograd implements Kernel {
    /** Filters, in elements, that do not stay in a cache beside everything else: 4 MiB. */
    private static final int LEAST = 1 << 20;

    /** Channels that are transformed and turned together. */
    private static final int TOGETHER = WinogradLoops.TOGETHER;

    private final Conv op;
    private final WinogradLoops loops;
    private final StreamKernel kernel;
    private final WinogradInput input;
    private final WinogradOutput output;
    private final StreamedFilters filters;
    private final int channels;
    private final int tiles;
    private final int elements;
    private final int out;
    private final int columns;

    /** @param kernel of at least as many columns as there are tiles */
    StreamedWinograd(Conv op, Operands operands, WinogradLoops loops, StreamKernel kernel, Place place) {
        this.op = op;
        this.loops = loops;
        this.kernel = kernel;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w);
        channels = w.dim(1);
        elements = loops.matrices().elements();
        out = loops.matrices().out();
        columns = kernel.columns();
        input = new WinogradInput(loops, geometry, channels);
        output = new WinogradOutput(op.epilogue(), geometry, input, out, place);
        tiles = Objects.checkIndex(x.dim(0) * input.tiles(), columns + 1);
        float[] constant = Objects.requireNonNull(operands.valueOrNull(1)).floats();
        filters = new StreamedFilters(loops.matrices(), constant, w.dim(0), channels, kernel.rows());
    }

    /** The tiles of sums for which it is faster than {@link WinogradConv}, by what was measured. */
    static Optional<StreamKernel> streams(Conv op, Operands operands, WinogradLoops loops) {
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        long tiles = x.dim(0) * (long) new WinogradInput(loops, op.geometry(x, w), w.dim(1)).tiles();
        long weights = (long) loops.matrices().elements() * w.dim(0) * w.dim(1);
        return MicroKernels.STREAM.filter(
                kernel -> tiles <= kernel.columns() && tiles > kernel.columns() / 2 && weights >= LEAST);
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> y, Workers workers) {
        float[] x = in.get(0).floats();
        float[] results = y.get(0).floats();
        ChannelLoops.Finish finish = Epilogues.channels(op.epilogue(), in, filters.count());
        Scratch shared = workers.borrow();
        float[] v = shared.floats(0, Packing.LEAD + elements * step());
        try {
            workers.run(Math.ceilDiv(channels, TOGETHER), (task, mine) -> transform(x, task * TOGETHER, v, mine));
            workers.run(filters.blocks(), (block, mine) -> {
                multiply(v, block, mine);
                turn(block, mine);
                for (int tile = 0; tile < tiles; tile++) {
                    finish(block, tile, finish, results, mine.floats(1, 0));
                }
            });
        } finally {
            workers.giveBack(shared);
        }
    }

    /** Distance of the right operands of a tile's elements. A power of two would put all in one set of the cache. */
    private int step() {
        return (channels + 1) * columns;
    }

    /** Element e of {@code v} becomes [channel][tile], from {@code LEAD + e·step} on, for channels from one on. */
    private void transform(float[] x, int channel, float[] v, Scratch mine) {
        int some = Math.min(TOGETHER, channels - channel);
        int from = tiles * some + columns / 2;
        float[] transformed = mine.floats(2, elements * from);
        float[] spare = mine.floats(4, MicroKernels.TURN.spare());
        input.transform(x, 0, tiles, channel, some, transformed, some, from, mine);
        for (int e = 0; e < elements; e++) {
            int to = Packing.LEAD + e * step() + channel * columns;
            MicroKernels.TURN.turn(transformed, e * from, some, v, to, columns, tiles, some, spare);
        }
    }

    /** Distance of the products of a block's elements: those of whole calls of the transform back. */
    private int productStep(int block) {
        return Packing.roundUp(filters.rows(block) * columns, TOGETHER) + columns / 2;
    }

    /** Products of a block, [element][filter][tile]. */
    private void multiply(float[] v, int block, Scratch mine) {
        int step = productStep(block);
        float[] products = mine.floats(2, elements * step);
        int tile = kernel.rows() * columns;
        for (int e = 0; e < elements; e++) {
            for (int k = 0; k < channels; k += filters.terms()) {
                int some = Math.min(filters.terms(), channels - k);
                int right = Packing.LEAD + e * step() + k * columns;
                for (int group = 0; group < filters.rows(block) / kernel.rows(); group++) {
                    int left = filters.at(block, e, k, group);
                    int to = e * step + group * tile;
                    kernel.multiply(filters.packed(), left, some, v, right, products, to, k > 0);
                }
            }
        }
    }

    /** Filters of a block, rounded up to whole calls of the transform back. */
    private int pitch(int block) {
        return Packing.roundUp(filters.rows(block), TOGETHER / columns);
    }

    /** Transforms the products of a block back and turns them: [tile][position][filter]. */
    private void turn(int block, Scratch mine) {
        int step = productStep(block);
        int pitch = pitch(block);
        int positions = out * out;
        float[] products = mine.floats(2, elements * step);
        float[] sums = mine.floats(1, tiles * positions * pitch);
        float[] work = mine.floats(0, (elements + positions) * TOGETHER);
        float[] results = mine.floats(3, positions * TOGETHER);
        float[] spare = mine.floats(4, MicroKernels.TURN.spare());
        for (int i = 0; i < pitch; i += TOGETHER / columns) {
            loops.output(products, i * columns, step, TOGETHER, results, work);
            for (int p = 0; p < positions; p++) {
                int to = p * pitch + i;
                MicroKernels.TURN.turn(
                        results, p * TOGETHER, columns, sums, to, positions * pitch, TOGETHER / columns, tiles, spare);
            }
        }
    }

    /** @param sums what {@link #turn} has left */
    private void finish(int block, int tile, ChannelLoops.Finish finish, float[] y, float[] sums) {
        int pitch = pitch(block);
        int from = tile * out * out * pitch;
        output.finish(sums, from, pitch, tile, filters.first(block), filters.width(block), finish, y);
    }
}
