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
 * Convolution over one or two spatial axes with output positions across the vector lanes: weights [filters, c·kernel]
 * times windows [c·kernel, positions]. A task lays out a strip of the input as {@link Phases}, so that each row of the
 * second matrix is a stretch of an array and is packed by copying vectors.
 */
final class PositionLaneConv implements Kernel {
    /** Largest strip, and most sums, of a task, in elements: they are to stay in the second-level cache. */
    private static final int MAX_STRIP = 1 << 17;

    private final Conv op;
    private final int images;
    private final int filters;
    private final int channels;
    private final int depth;
    private final int terms;
    private final int inPlane;
    private final int outHeight;
    private final int outWidth;
    private final int stripRows;
    private final int panels;
    private final Phases phases;
    private final int[] offsets;
    private final int unit = MicroKernels.BEST.columns();
    private final Tiles.Left[] weights;
    private final ScratchPool<Scratch> scratch;

    /** What one thread needs: a laid-out strip of all channels, one panel of windows, and sums [filter][position]. */
    private record Scratch(Tiles tiles, float[] strip, float[] windows, float[] sums) {}

    PositionLaneConv(Conv op, Operands operands) {
        this.op = op;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w).withRank(2);
        images = x.dim(0);
        filters = w.dim(0) / op.groups();
        channels = w.dim(1);
        depth = w.product(1, w.rank());
        inPlane = geometry.in()[0] * geometry.in()[1];
        outHeight = geometry.out()[0];
        outWidth = geometry.out()[1];
        terms = Packing.terms(depth);
        stripRows = stripRows(geometry, Math.max(channels, Math.max(filters, 1)), images * op.groups());
        phases = new Phases(geometry, stripRows);
        offsets = phases.offsets(channels, 1);
        panels = Math.ceilDiv(phases.stretch(), unit);
        float[] constant = Objects.requireNonNull(operands.valueOrNull(1)).floats();
        weights = new Tiles.Left[op.groups()];
        for (int group = 0; group < weights.length; group++) {
            weights[group] =
                    new Tiles.Left(Packing.left(constant, group * filters * depth, filters, depth, depth, 1), depth);
        }
        scratch = new ScratchPool<>(() -> new Scratch(
                new Tiles(),
                new float[channels * phases.size() + unit],
                new float[unit * terms],
                new float[Packing.roundUp(filters, MicroKernel.ROWS) * panels * unit]));
    }

    static boolean accepts(Conv op, Operands operands) {
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        return x.rank() <= 4
                && operands.valueOrNull(1) != null
                && Phases.elements(op.geometry(x, w).withRank(2), 1) <= MAX_STRIP / Math.max(1, w.dim(1));
    }

    /**
     * Output rows per task: those that waste the fewest lanes in the last panel of a strip and the least work on rows
     * that two strips share, and still give enough tasks for several threads.
     *
     * @param planes channels or filters, whichever are more
     * @param strips strips that there are for each position along the height: images times groups
     */
    private static int stripRows(Geometry geometry, int planes, int strips) {
        int height = geometry.out()[0];
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int rows = 1; rows <= Math.max(1, height); rows++) {
            if (rows > 1 && Phases.elements(geometry, rows) > MAX_STRIP / planes) {
                break;
            }
            int tasks = Math.ceilDiv(height, rows) * strips;
            int lanes = Packing.roundUp(new Phases(geometry, rows).stretch(), MicroKernels.BEST.columns());
            double shared = (double) (geometry.kernel()[0] - 1) / geometry.stride()[0] / rows;
            double idle = (double) Packing.roundUp(tasks, 8) / tasks;
            double cost = (double) lanes * tasks * (1 + 0.05 * shared) * idle;
            if (cost < least) {
                least = cost;
                best = rows;
            }
        }
        return best;
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        int strips = Math.ceilDiv(outHeight, stripRows);
        workers.run(images * op.groups() * strips, task -> {
            Scratch mine = scratch.take();
            strip(task / strips, task % strips * stripRows, in, out.get(0).floats(), mine);
            scratch.give(mine);
        });
    }

    /** @param plane number of the image times groups, plus number of the group */
    private void strip(int plane, int firstRow, List<@Nullable Tensor> in, float[] y, Scratch mine) {
        float[] x = in.get(0).floats();
        for (int channel = 0; channel < channels; channel++) {
            phases.fill(x, (plane * channels + channel) * inPlane, firstRow, mine.strip, channel * phases.size());
        }
        int group = plane % op.groups();
        int rows = Packing.roundUp(filters, MicroKernel.ROWS);
        for (int k = 0; k < depth; k += terms) {
            int pass = Math.min(terms, depth - k);
            for (int panel = 0; panel < panels; panel++) {
                MicroKernels.BEST.gatherColumns(mine.strip, offsets, k, pass, panel * unit, mine.windows, 0);
                Tiles.Target target = new Tiles.Target(mine.sums, panel * unit, panels * unit, unit);
                mine.tiles.multiply(weights[group], 0, rows, k, pass, mine.windows, 0, pass, target, k > 0);
            }
        }
        int rowsHere = Math.min(stripRows, outHeight - firstRow);
        for (int filter = 0; filter < filters; filter++) {
            int to = ((plane * filters + filter) * outHeight + firstRow) * outWidth;
            for (int row = 0; row < rowsHere; row++) {
                int from = filter * panels * unit + row * phases.rowLength();
                System.arraycopy(mine.sums, from, y, to + row * outWidth, outWidth);
            }
            Epilogues.apply(op.epilogue(), in, group * filters + filter, y, to, to + rowsHere * outWidth);
        }
    }
}
