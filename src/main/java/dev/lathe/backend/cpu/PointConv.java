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
 * Convolution of 1x1 windows without padding: weights [filters, channels] times [channels, positions], where all
 * positions of a plane are one row. Positions lie across the vector lanes. A task packs a stretch of them for all
 * channels, then takes filters block by block: the sums of a block are finished while they are still in the cache.
 */
final class PointConv implements Kernel {
    /** Most packed elements of a task: they are to stay in the second-level cache. */
    private static final int MAX_PACKED = 1 << 17;

    /**
     * Most panels of positions of a task: the longer the stretches of results, the less writing them to memory takes.
     */
    private static final int MAX_PANELS = 16;

    /** Register tiles of a block of filters: a panel in the first-level cache serves all of them. */
    private static final int TILES = 4;

    /** Tasks that each of several threads should at least have, so that all end at about the same time. */
    private static final int TASKS = 4;

    /** Positions up to which strided convolutions are left to {@link FilterLaneConv}, which picks elements once. */
    private static final int FEW_POSITIONS = 256;

    private final Conv op;
    private final int images;
    private final int filters;
    private final int channels;
    private final int inWidth;
    private final int inPlane;
    private final int outWidth;
    private final int positions;
    private final int strideY;
    private final int strideX;
    private final int unit = MicroKernels.COLUMNS;
    private final int terms;
    private final int stripLength;
    private final int strips;
    private final int blockRows = TILES * MicroKernels.ROWS;
    private final int blocks;
    private final float[] weights;

    PointConv(Conv op, Operands operands) {
        this.op = op;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w).withRank(2);
        images = x.dim(0);
        filters = w.dim(0);
        channels = w.dim(1);
        inWidth = geometry.in()[1];
        inPlane = geometry.in()[0] * inWidth;
        outWidth = geometry.out()[1];
        positions = geometry.out()[0] * outWidth;
        strideY = geometry.stride()[0];
        strideX = geometry.stride()[1];
        terms = Packing.terms(channels);
        int panels = Math.ceilDiv(positions, unit);
        int most = Math.clamp(MAX_PACKED / unit / channels, 1, MAX_PANELS);
        stripLength = Math.ceilDiv(panels, Math.ceilDiv(panels, most)) * unit;
        strips = Math.ceilDiv(positions, stripLength);
        blocks = Math.ceilDiv(filters, blockRows);
        float[] constant = Objects.requireNonNull(operands.valueOrNull(1)).floats();
        weights = Packing.left(constant, 0, filters, channels, channels, 1);
    }

    static boolean accepts(Conv op, Operands operands) {
        Shape x = operands.shape(0);
        if (op.groups() != 1 || x.rank() > 4 || operands.valueOrNull(1) == null) {
            return false;
        }
        Geometry geometry = op.geometry(x, operands.shape(1)).withRank(2);
        int[] none = {0, 0};
        int[] ones = {1, 1};
        return Arrays.equals(geometry.kernel(), ones)
                && Arrays.equals(geometry.padBegin(), none)
                && Arrays.equals(geometry.padEnd(), none)
                && pays((long) geometry.out()[0] * geometry.out()[1], Arrays.equals(geometry.stride(), ones));
    }

    /** Whether there are positions, and they leave no more than a quarter of the lanes empty. */
    private static boolean pays(long positions, boolean dense) {
        int lanes = MicroKernels.COLUMNS / 2;
        return positions > (dense ? 0 : FEW_POSITIONS) && positions >= 0.75 * lanes * Math.ceilDiv(positions, lanes);
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        float[] x = in.get(0).floats();
        float[] y = out.get(0).floats();
        int blocksPerTask = blocksPerTask(workers.threads());
        int shares = Math.ceilDiv(blocks, blocksPerTask);
        workers.run(images * strips * shares, (task, scratch) -> {
            int image = task / shares / strips;
            int first = task / shares % strips * stripLength;
            int count = Math.min(stripLength, positions - first);
            int block = task % shares * blocksPerTask;
            float[] packed = pack(x, image, first, count, scratch);
            for (int i = block; i < Math.min(blocks, block + blocksPerTask); i++) {
                float[] sums = multiply(packed, i, count, scratch);
                finish(sums, i, image * filters * positions + first, count, in, y);
            }
        });
    }

    /** All blocks of filters, unless there would be too few tasks: then each thread packs what it multiplies. */
    private int blocksPerTask(int threads) {
        int wanted = threads == 1 ? 1 : TASKS * threads;
        int shares = Math.clamp(Math.ceilDiv(wanted, Math.max(1, strips * images)), 1, blocks);
        return Math.ceilDiv(blocks, shares);
    }

    /** Panels [pass][panel][term][lane] of the positions {@code first..first+count} of an image. */
    private float[] pack(float[] x, int image, int first, int count, Scratch mine) {
        float[] packed = mine.floats(1, channels * stripLength);
        boolean dense = strideX == 1 && strideY == 1;
        float[] rows = dense ? x : mine.floats(0, terms * stripLength);
        for (int k = 0; k < channels; k += terms) {
            int pass = Math.min(terms, channels - k);
            int from = (image * channels + k) * inPlane;
            if (!dense) {
                pick(x, from, pass, first, count, rows);
            }
            int at = dense ? from + first : 0;
            int step = dense ? inPlane : stripLength;
            for (int column = 0; column < count; column += unit) {
                int to = k * stripLength + column * pass;
                int width = Math.min(unit, count - column);
                int padded = width > unit / 2 ? unit : unit / 2;
                MicroKernels.STRETCHES.packColumns(rows, at + column, step, pass, width, packed, to, padded);
            }
        }
        return packed;
    }

    /** Brings the elements that strided windows see together: a row per channel. */
    private void pick(float[] x, int from, int depth, int first, int count, float[] rows) {
        for (int k = 0; k < depth; k++) {
            int position = first;
            while (position < first + count) {
                int row = position / outWidth;
                int column = position % outWidth;
                int length = Math.min(outWidth - column, first + count - position);
                int at = from + k * inPlane + row * strideY * inWidth + column * strideX;
                pickRow(x, at, rows, k * stripLength + position - first, length);
                position += length;
            }
        }
    }

    private void pickRow(float[] x, int from, float[] y, int to, int count) {
        if (strideX == 2) {
            MicroKernels.STRETCHES.everySecond(x, from, y, to, count);
        } else {
            for (int i = 0; i < count; i++) {
                y[to + i] = x[from + i * strideX];
            }
        }
    }

    /** Sums [filter of the block][position of the strip]. */
    private float[] multiply(float[] packed, int block, int count, Scratch mine) {
        float[] sums = mine.floats(2, blockRows * stripLength);
        int firstRow = block * blockRows;
        int endRow = Math.min(firstRow + blockRows, Packing.roundUp(filters, MicroKernels.ROWS));
        for (int k = 0; k < channels; k += terms) {
            int pass = Math.min(terms, channels - k);
            for (int column = 0; column < count; column += unit) {
                int right = k * stripLength + column * pass;
                boolean half = count - column <= unit / 2;
                for (int row = firstRow; row < endRow; row += MicroKernels.ROWS) {
                    int left = row * channels + k * MicroKernels.ROWS;
                    int to = (row - firstRow) * stripLength + column;
                    multiplyTile(pass, left, packed, right, sums, to, k > 0, half);
                }
            }
        }
        return sums;
    }

    private void multiplyTile(
            int depth, int left, float[] packed, int right, float[] sums, int to, boolean accumulate, boolean half) {
        if (half) {
            MicroKernels.BEST.multiplyHalf(depth, weights, left, packed, right, sums, to, stripLength, accumulate);
        } else {
            MicroKernels.BEST.multiply(depth, weights, left, packed, right, sums, to, stripLength, accumulate);
        }
    }

    private void finish(float[] sums, int block, int at, int count, List<@Nullable Tensor> in, float[] y) {
        int firstFilter = block * blockRows;
        for (int filter = firstFilter; filter < Math.min(filters, firstFilter + blockRows); filter++) {
            int from = (filter - firstFilter) * stripLength;
            int to = at + filter * positions;
            Stretches.Finish finish = Epilogues.finish(op.epilogue(), in, filter);
            MicroKernels.STRETCHES.finish(sums, from, y, to, count, finish);
            Epilogues.activate(op.epilogue(), y, to, to + count);
        }
    }
}
