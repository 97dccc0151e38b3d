package dev.lathe.backend.cpu;

import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Convolution over one or two spatial axes with filters across the vector lanes: windows [images·positions, c·kernel]
 * times weights [c·kernel, filters]. For the late layers of a network, whose few output positions would leave lanes
 * empty in {@link PositionLaneConv}. All threads pack the windows first, then share the filters.
 */
final class FilterLaneConv implements Kernel {
    /** Output positions of an image from which on {@link PositionLaneConv} fills its lanes well enough. */
    private static final int MAX_POSITIONS = 256;

    /** Largest packed windows, and largest planes of a task, in elements: they are to stay in the caches. */
    private static final int MAX_WINDOWS = 4 << 20;

    /** Channels per task of packing. */
    private static final int CHANNELS = 8;

    /** Panels of filters per task at most. */
    private static final int PANELS = 4;

    private final Conv op;
    private final int images;
    private final int filters;
    private final int channels;
    private final int depth;
    private final int inPlane;
    private final int outWidth;
    private final int positions;
    private final int rows;
    private final int unit = MicroKernels.COLUMNS;
    private final Phases phases;
    private final int[] offsets;
    private final List<Stretches.Runs> runs = new ArrayList<>();
    private final float[] weights;

    FilterLaneConv(Conv op, Operands operands) {
        this.op = op;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w).withRank(2);
        images = x.dim(0);
        filters = w.dim(0);
        channels = w.dim(1);
        depth = w.product(1, w.rank());
        inPlane = geometry.in()[0] * geometry.in()[1];
        outWidth = geometry.out()[1];
        positions = geometry.out()[0] * outWidth;
        rows = images * positions;
        phases = new Phases(geometry, geometry.out()[0]);
        for (int row = 0; row < rows; row += MicroKernels.ROWS) {
            runs.add(runs(row));
        }
        float[] constant = Objects.requireNonNull(operands.valueOrNull(1)).floats();
        weights = new float[Packing.length(filters, depth, unit)];
        for (int filter = 0; filter < filters; filter += unit) {
            int width = Math.min(unit, filters - filter);
            Packing.right(constant, filter * depth, width, depth, depth, 1, weights, filter * depth, unit);
        }
        offsets = phases.offsets(Math.min(channels, CHANNELS), images);
    }

    static boolean accepts(Conv op, Operands operands) {
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        if (op.groups() != 1 || x.rank() > 4 || operands.valueOrNull(1) == null) {
            return false;
        }
        Geometry geometry = op.geometry(x, w).withRank(2);
        double planes = Phases.elements(geometry, geometry.out()[0]) * x.dim(0) * CHANNELS;
        long positions = (long) geometry.out()[0] * geometry.out()[1];
        long elements = (positions * x.dim(0) + MicroKernels.ROWS) * w.product(1, w.rank());
        return positions <= MAX_POSITIONS
                && planes <= MAX_WINDOWS
                && elements <= MAX_WINDOWS
                && w.dim(0) >= MicroKernels.COLUMNS;
    }

    /** The rows of the panel from {@code first} on: those of one output row lie side by side in the phases. */
    private Stretches.Runs runs(int first) {
        int[] lanes = new int[MicroKernels.ROWS];
        int[] starts = new int[MicroKernels.ROWS];
        int count = 0;
        for (int i = 0; i < MicroKernels.ROWS; i++) {
            // rows beyond the last repeat it; nobody reads their sums
            int row = Math.min(first + i, rows - 1);
            if (i == 0 || row % outWidth == 0 || first + i >= rows) {
                int y = row % positions / outWidth;
                lanes[count] = i;
                starts[count] = row / positions * phases.size() + y * phases.rowLength() + row % outWidth;
                count++;
            }
        }
        return new Stretches.Runs(Arrays.copyOf(lanes, count), Arrays.copyOf(starts, count));
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        Scratch shared = workers.borrow();
        try {
            float[] windows = shared.floats(0, runs.size() * MicroKernels.ROWS * depth);
            float[] x = in.get(0).floats();
            workers.run(Math.ceilDiv(channels, CHANNELS), (task, scratch) -> {
                int first = task * CHANNELS;
                pack(x, first, Math.min(channels, first + CHANNELS), windows, scratch);
            });
            int panels = Math.ceilDiv(filters, unit);
            int perTask = Math.clamp(Math.ceilDiv(panels, 2 * workers.threads()), 1, PANELS);
            workers.run(Math.ceilDiv(panels, perTask), (task, scratch) -> {
                int first = task * perTask;
                Tiles.Left left = new Tiles.Left(windows, depth);
                float[] sums = sum(left, first, Math.min(panels, first + perTask), scratch);
                finish(
                        sums,
                        first,
                        Math.min(panels, first + perTask),
                        in,
                        out.get(0).floats());
            });
        } finally {
            workers.giveBack(shared);
        }
    }

    /** Lays out the planes of some channels of all images and packs what the windows see of them. */
    private void pack(float[] x, int from, int to, float[] windows, Scratch mine) {
        float[] planes = mine.floats(0, CHANNELS * images * phases.size() + Stretches.SLACK);
        for (int channel = from; channel < to; channel++) {
            for (int image = 0; image < images; image++) {
                int plane = (channel - from) * images + image;
                phases.fill(x, (image * channels + channel) * inPlane, 0, planes, plane * phases.size());
            }
        }
        int taps = phases.shifts().length;
        for (int panel = 0; panel < runs.size(); panel++) {
            int at = (panel * depth + from * taps) * MicroKernels.ROWS;
            MicroKernels.STRETCHES.gatherRows(
                    planes, offsets, (to - from) * taps, runs.get(panel), MicroKernels.ROWS, windows, at);
        }
    }

    /** Sums [filter panel][row][lane] of panels {@code from..to}; windows in the cache serve all of them. */
    private float[] sum(Tiles.Left left, int from, int to, Scratch mine) {
        int rounded = runs.size() * MicroKernels.ROWS;
        float[] sums = mine.floats(2, PANELS * rounded * unit);
        int terms = Packing.terms(depth);
        for (int k = 0; k < depth; k += terms) {
            int pass = Math.min(terms, depth - k);
            for (int panel = from; panel < to; panel++) {
                Tiles.Target target = new Tiles.Target(sums, (panel - from) * rounded * unit, unit, unit);
                int at = (panel * depth + k) * unit;
                mine.tiles().multiply(left, 0, rounded, k, pass, weights, at, depth, target, k > 0);
            }
        }
        return sums;
    }

    /** Turns sums into rows of positions. */
    private void finish(float[] sums, int from, int to, List<@Nullable Tensor> in, float[] y) {
        int rounded = runs.size() * MicroKernels.ROWS;
        for (int filter = from * unit; filter < Math.min(filters, to * unit); filter++) {
            int column = (filter / unit - from) * rounded * unit + filter % unit;
            for (int image = 0; image < images; image++) {
                int target = (image * filters + filter) * positions;
                for (int position = 0; position < positions; position++) {
                    y[target + position] = sums[column + (image * positions + position) * unit];
                }
                Epilogues.apply(op.epilogue(), in, filter, Epilogues.Rows.inPlace(y, target, positions));
            }
        }
    }
}
