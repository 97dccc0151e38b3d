package dev.lathe.backend.cpu;

import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolution as an implicit matrix product: weights [filters, c·kernel] times {@link Columns}. Filters are independent
 * of one another and so are output positions, so a task is a block of filters by a block of positions.
 */
final class GemmConv implements Kernel {
    /** Output positions per task: their packed columns stay in the second-level cache. */
    private static final int POSITIONS = 192;

    /** Filters per task when there are too few positions to keep all threads busy. */
    private static final int FILTERS = 96;

    private final Conv op;
    private final int images;
    private final int filters;
    private final int depth;
    private final int positions;
    private final int groupInput;
    private final Columns columns;
    private final int unit = MicroKernels.COLUMNS;
    private final int positionBlock;

    GemmConv(Conv op, Operands operands) {
        this.op = op;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w);
        images = x.dim(0);
        filters = w.dim(0) / op.groups();
        depth = w.product(1, w.rank());
        groupInput = x.product(1, x.rank()) / op.groups();
        columns = new Columns(geometry, unit);
        positions = Shape.of(geometry.out()).size();
        positionBlock = Math.min(Packing.roundUp(POSITIONS, unit), Packing.roundUp(Math.max(positions, 1), unit));
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        int positionBlocks = Math.ceilDiv(positions, positionBlock);
        int independent = images * op.groups() * positionBlocks;
        int filterBlocks =
                independent >= 2 * workers.threads() || filters <= FILTERS ? 1 : Math.ceilDiv(filters, FILTERS);
        int filterBlock = Packing.roundUp(Math.ceilDiv(filters, filterBlocks), MicroKernels.ROWS);
        MicroKernel.Rows weights = Tiles.rows(in.get(1).floats(), 0, op.groups() * filters, depth);
        workers.run(independent * filterBlocks, (task, scratch) -> {
            int filterFrom = task % filterBlocks * filterBlock;
            int block = task / filterBlocks % positionBlocks * positionBlock;
            int group = task / filterBlocks / positionBlocks % op.groups();
            int image = task / filterBlocks / positionBlocks / op.groups();
            Block part = new Block(
                    image,
                    group,
                    filterFrom,
                    Math.min(filterFrom + filterBlock, filters),
                    block,
                    Math.min(block + positionBlock, positions));
            if (part.filterFrom < part.filterTo) {
                run(part, weights, in, out.get(0), scratch);
            }
        });
    }

    /** Filters {@code filterFrom..filterTo} of a group at positions {@code from..to} of an image. */
    private record Block(int image, int group, int filterFrom, int filterTo, int from, int to) {}

    private void run(Block block, MicroKernel.Rows weights, List<@Nullable Tensor> in, Tensor out, Scratch mine) {
        int terms = Packing.terms(depth);
        int first = block.group * filters;
        float[] windows = mine.floats(0, positionBlock * terms);
        int outAt = ((block.image * op.groups() + block.group) * filters + block.filterFrom) * positions + block.from;
        Tiles.Target target = new Tiles.Target(out.floats(), outAt, positions, block.to - block.from);
        float[] x = in.get(0).floats();
        int inAt = (block.image * op.groups() + block.group) * groupInput;
        for (int k = 0; k < depth; k += terms) {
            int pass = Math.min(terms, depth - k);
            columns.pack(x, inAt, k, pass, block.from, block.to, windows);
            mine.tiles()
                    .multiply(
                            weights,
                            first + block.filterFrom,
                            first + block.filterTo,
                            k,
                            pass,
                            windows,
                            0,
                            pass,
                            target,
                            k > 0);
        }
        for (int filter = block.filterFrom; filter < block.filterTo; filter++) {
            int row = outAt + (filter - block.filterFrom) * positions;
            Epilogues.apply(op.epilogue(), in, first + filter, out.floats(), row, row + block.to - block.from);
        }
    }
}
