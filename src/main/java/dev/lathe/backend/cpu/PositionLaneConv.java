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
    /** Largest strip of a task, in elements: it is to stay in the second-level cache. */
    private static final int MAX_STRIP = 1 << 17;

    /** Most sums of a task: they are to stay there, too, beside weights and strip. */
    private static final int MAX_SUMS = 1 << 15;

    /** Vector multiply-adds that fit the time of laying out an element: rows are copied, or elements picked. */
    private static final double FAST_LAYOUT = 1.5;

    private static final double SLOW_LAYOUT = 4;

    /** Tasks that a layer should at least have, for a handful of threads to end at about the same time. */
    private static final int TASKS = 8;

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
    private final int unit = MicroKernels.COLUMNS;
    private final Tiles.Left[] weights;

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
        stripRows = bestStripRows(geometry);
        phases = new Phases(geometry, stripRows);
        offsets = phases.offsets(channels, 1);
        panels = Math.ceilDiv(phases.stretch(), unit);
        float[] constant = Objects.requireNonNull(operands.valueOrNull(1)).floats();
        weights = new Tiles.Left[op.groups()];
        for (int group = 0; group < weights.length; group++) {
            weights[group] =
                    new Tiles.Left(Packing.left(constant, group * filters * depth, filters, depth, depth, 1), depth);
        }
    }

    static boolean accepts(Conv op, Operands operands) {
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        return x.rank() <= 4
                && operands.valueOrNull(1) != null
                && Phases.elements(op.geometry(x, w).withRank(2), 1) <= MAX_STRIP / Math.max(1, w.dim(1));
    }

    /**
     * Output rows per task: those with the least estimated time, in multiply-adds of a vector. Rows are lost to lanes
     * that the last panel of a strip leaves empty, to laying out again what two strips share, and to too few tasks.
     */
    private int bestStripRows(Geometry geometry) {
        double layout = geometry.stride()[1] == 1 ? FAST_LAYOUT : SLOW_LAYOUT;
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int rows = 1; rows <= outHeight; rows++) {
            double strip = channels * Phases.elements(geometry, rows);
            int lanes = Packing.roundUp(new Phases(geometry, rows).stretch(), unit);
            if (rows > 1 && (strip > MAX_STRIP || (long) filters * lanes > MAX_SUMS)) {
                break;
            }
            int tasks = Math.ceilDiv(outHeight, rows) * images * op.groups();
            double idle = (double) Packing.roundUp(tasks, TASKS) / tasks;
            double sums = (double) lanes / unit * 2 * Packing.roundUp(filters, MicroKernels.ROWS) * depth;
            double time = tasks * idle * (sums + layout * strip);
            if (time < least) {
                least = time;
                best = rows;
            }
        }
        return best;
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        int strips = Math.ceilDiv(outHeight, stripRows);
        workers.run(
                images * op.groups() * strips,
                (task, scratch) -> strip(
                        task / strips, task % strips * stripRows, in, out.get(0).floats(), scratch));
    }

    /** @param plane number of the image times groups, plus number of the group */
    private void strip(int plane, int firstRow, List<@Nullable Tensor> in, float[] y, Scratch mine) {
        float[] x = in.get(0).floats();
        float[] strip = mine.floats(0, channels * phases.size() + Stretches.SLACK);
        float[] windows = mine.floats(1, unit * terms);
        float[] sums = mine.floats(2, Packing.roundUp(filters, MicroKernels.ROWS) * panels * unit);
        for (int channel = 0; channel < channels; channel++) {
            phases.fill(x, (plane * channels + channel) * inPlane, firstRow, strip, channel * phases.size());
        }
        int group = plane % op.groups();
        int rounded = Packing.roundUp(filters, MicroKernels.ROWS);
        for (int k = 0; k < depth; k += terms) {
            int pass = Math.min(terms, depth - k);
            for (int panel = 0; panel < panels; panel++) {
                MicroKernels.STRETCHES.gatherColumns(strip, offsets, k, pass, panel * unit, unit, windows);
                Tiles.Target target = new Tiles.Target(sums, panel * unit, panels * unit, unit);
                mine.tiles().multiply(weights[group], 0, rounded, k, pass, windows, 0, pass, target, k > 0);
            }
        }
        int rowsHere = Math.min(stripRows, outHeight - firstRow);
        for (int filter = 0; filter < filters; filter++) {
            int to = ((plane * filters + filter) * outHeight + firstRow) * outWidth;
            Epilogues.Rows rows =
                    new Epilogues.Rows(sums, filter * panels * unit, phases.rowLength(), y, to, rowsHere, outWidth);
            Epilogues.apply(op.epilogue(), in, group * filters + filter, rows);
        }
    }
}
