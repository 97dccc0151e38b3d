package dev.lathe.backend.cpu;

import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Convolution with filters across the vector lanes: windows [images·positions, c·kernel] times weights [c·kernel,
 * filters]. For the late layers of a network, whose few output positions would leave lanes empty in {@link GemmConv}.
 * All threads pack the windows first, then share the filters.
 */
final class FilterLaneConv implements Kernel {
    /** Output positions of an image from which on {@link GemmConv} fills its lanes well enough. */
    private static final int MAX_POSITIONS = 256;

    /** Largest packed windows, in elements: they are to stay in the caches. */
    private static final int MAX_WINDOWS = 4 << 20;

    private final Conv op;
    private final int filters;
    private final int depth;
    private final int positions;
    private final int rows;
    private final int unit = MicroKernels.BEST.columns();
    private final Windows windows;
    private final float[] weights;
    private final ScratchPool<float[]> packedWindows;
    private final ScratchPool<Scratch> scratch;

    /** What one thread needs: sums are [row][lane of one filter panel]. */
    private record Scratch(Tiles tiles, float[] sums) {}

    FilterLaneConv(Conv op, Operands operands) {
        this.op = op;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w);
        filters = w.dim(0);
        depth = w.product(1, w.rank());
        positions = geometry.out()[0] * geometry.out()[1];
        rows = x.dim(0) * positions;
        windows = new Windows(geometry, x.dim(1), rows);
        float[] constant = Objects.requireNonNull(operands.valueOrNull(1)).floats();
        weights = new float[Packing.length(filters, depth, unit)];
        for (int filter = 0; filter < filters; filter += unit) {
            int width = Math.min(unit, filters - filter);
            Packing.right(constant, filter * depth, width, depth, depth, 1, weights, filter * depth, unit);
        }
        packedWindows = new ScratchPool<>(() -> new float[Packing.length(rows, depth, MicroKernel.ROWS)]);
        scratch = new ScratchPool<>(() -> new Scratch(new Tiles(), new float[rows * unit]));
    }

    static boolean accepts(Conv op, Operands operands) {
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        if (op.groups() != 1 || x.rank() != 4 || operands.valueOrNull(1) == null) {
            return false;
        }
        Geometry geometry = op.geometry(x, w);
        long positions = (long) geometry.out()[0] * geometry.out()[1];
        long elements = (positions * x.dim(0) + MicroKernel.ROWS) * w.product(1, 4);
        return positions <= MAX_POSITIONS && elements <= MAX_WINDOWS && w.dim(0) >= MicroKernels.BEST.columns();
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        float[] packed = packedWindows.take();
        float[] x = in.get(0).floats();
        int panels = Math.ceilDiv(rows, MicroKernel.ROWS);
        int perTask = Math.ceilDiv(panels, 4 * workers.threads());
        workers.run(Math.ceilDiv(panels, perTask), task -> {
            for (int panel = task * perTask; panel < Math.min(panels, (task + 1) * perTask); panel++) {
                windows.pack(x, panel, packed);
            }
        });
        Tiles.Left left = new Tiles.Left(packed, depth);
        workers.run(
                Math.ceilDiv(filters, unit),
                task -> filterPanel(task * unit, left, in, out.get(0).floats()));
        packedWindows.give(packed);
    }

    private void filterPanel(int filter, Tiles.Left left, List<@Nullable Tensor> in, float[] y) {
        Scratch mine = scratch.take();
        Tiles.Target target = new Tiles.Target(mine.sums, 0, unit, unit);
        for (int k = 0; k < depth; k += Packing.DEPTH) {
            int terms = Math.min(Packing.DEPTH, depth - k);
            mine.tiles.multiply(left, 0, rows, k, terms, weights, filter * depth + k * unit, depth, target, k > 0);
        }
        for (int lane = 0; lane < Math.min(unit, filters - filter); lane++) {
            for (int image = 0; image < rows / positions; image++) {
                int to = (image * filters + filter + lane) * positions;
                int from = image * positions * unit + lane;
                for (int position = 0; position < positions; position++) {
                    y[to + position] = mine.sums[from + position * unit];
                }
                Epilogues.apply(op.epilogue(), in, filter + lane, y, to, to + positions);
            }
        }
        scratch.give(mine);
    }
}
