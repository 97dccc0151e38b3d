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
    private static final int MAX_POSITIONS = 1024;

    /** Largest packed windows, in elements: they are to stay in the caches. */
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
    private final int unit = MicroKernels.BEST.columns();
    private final Phases phases;
    private final int[] offsets;
    private final List<MicroKernel.Runs> runs = new ArrayList<>();
    private final float[] weights;
    private final ScratchPool<float[]> packedWindows;
    private final ScratchPool<Scratch> scratch;

    /** What one thread needs: laid-out planes [channel][image], and sums [filter panel][row][lane]. */
    private record Scratch(Tiles tiles, float[] planes, float[] sums) {}

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
        for (int row = 0; row < rows; row += MicroKernel.ROWS) {
            runs.add(runs(row));
        }
        float[] constant = Objects.requireNonNull(operands.valueOrNull(1)).floats();
        weights = new float[Packing.length(filters, depth, unit)];
        for (int filter = 0; filter < filters; filter += unit) {
            int width = Math.min(unit, filters - filter);
            Packing.right(constant, filter * depth, width, depth, depth, 1, weights, filter * depth, unit);
        }
        offsets = phases.offsets(Math.min(channels, CHANNELS), images);
        int rounded = runs.size() * MicroKernel.ROWS;
        scratch = new ScratchPool<>(() -> new Scratch(
                new Tiles(),
                new float[Math.min(channels, CHANNELS) * images * phases.size() + unit],
                new float[PANELS * rounded * unit]));
        packedWindows = new ScratchPool<>(() -> new float[rounded * depth]);
    }

    static boolean accepts(Conv op, Operands operands) {
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        if (op.groups() != 1 || x.rank() > 4 || operands.valueOrNull(1) == null) {
            return false;
        }
        Geometry geometry = op.geometry(x, w).withRank(2);
        long positions = (long) geometry.out()[0] * geometry.out()[1];
        long elements = (positions * x.dim(0) + MicroKernel.ROWS) * w.product(1, w.rank());
        long strips = (long) Math.min(w.dim(1), CHANNELS) * x.dim(0);
        return positions <= MAX_POSITIONS
                && elements <= MAX_WINDOWS
                && Phases.elements(geometry, geometry.out()[0]) <= MAX_WINDOWS / Math.max(1, strips)
                && w.dim(0) >= MicroKernels.BEST.columns();
    }

    /** The rows of the panel from {@code first} on: those of one output row lie side by side in the phases. */
    private MicroKernel.Runs runs(int first) {
        int[] lanes = new int[MicroKernel.ROWS];
        int[] starts = new int[MicroKernel.ROWS];
        int count = 0;
        for (int i = 0; i < MicroKernel.ROWS; i++) {
            // rows beyond the last repeat it; nobody reads their sums
            int row = Math.min(first + i, rows - 1);
            if (i == 0 || row % outWidth == 0 || first + i >= rows) {
                int y = row % positions / outWidth;
                lanes[count] = i;
                starts[count] = row / positions * phases.size() + y * phases.rowLength() + row % outWidth;
                count++;
            }
        }
        return new MicroKernel.Runs(Arrays.copyOf(lanes, count), Arrays.copyOf(starts, count));
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        float[] windows = packedWindows.take();
        workers.run(
                Math.ceilDiv(channels, CHANNELS),
                task -> pack(in.get(0).floats(), task * CHANNELS, Math.min(channels, (task + 1) * CHANNELS), windows));
        int panels = Math.ceilDiv(filters, unit);
        int perTask = Math.clamp(Math.ceilDiv(panels, 2 * workers.threads()), 1, PANELS);
        workers.run(Math.ceilDiv(panels, perTask), task -> {
            int first = task * perTask;
            filters(
                    first,
                    Math.min(panels, first + perTask),
                    windows,
                    in,
                    out.get(0).floats());
        });
        packedWindows.give(windows);
    }

    /** Lays out the planes of some channels of all images and packs what the windows see of them. */
    private void pack(float[] x, int from, int to, float[] windows) {
        Scratch mine = scratch.take();
        for (int channel = from; channel < to; channel++) {
            for (int image = 0; image < images; image++) {
                int plane = (channel - from) * images + image;
                phases.fill(x, (image * channels + channel) * inPlane, 0, mine.planes, plane * phases.size());
            }
        }
        int taps = phases.shifts().length;
        for (int panel = 0; panel < runs.size(); panel++) {
            int at = (panel * depth + from * taps) * MicroKernel.ROWS;
            MicroKernels.BEST.gatherRows(mine.planes, offsets, (to - from) * taps, runs.get(panel), windows, at);
        }
        scratch.give(mine);
    }

    /** Sums and finishes the filters of panels {@code from..to}; windows that are in the cache serve all of them. */
    private void filters(int from, int to, float[] windows, List<@Nullable Tensor> in, float[] y) {
        Scratch mine = scratch.take();
        Tiles.Left left = new Tiles.Left(windows, depth);
        int rounded = runs.size() * MicroKernel.ROWS;
        int terms = Packing.terms(depth);
        for (int k = 0; k < depth; k += terms) {
            int pass = Math.min(terms, depth - k);
            for (int panel = from; panel < to; panel++) {
                Tiles.Target target = new Tiles.Target(mine.sums, (panel - from) * rounded * unit, unit, unit);
                int at = (panel * depth + k) * unit;
                mine.tiles.multiply(left, 0, rounded, k, pass, weights, at, depth, target, k > 0);
            }
        }
        for (int filter = from * unit; filter < Math.min(filters, to * unit); filter++) {
            int column = (filter / unit - from) * rounded * unit + filter % unit;
            for (int image = 0; image < images; image++) {
                int target = (image * filters + filter) * positions;
                for (int position = 0; position < positions; position++) {
                    y[target + position] = mine.sums[column + (image * positions + position) * unit];
                }
                Epilogues.apply(op.epilogue(), in, filter, y, target, target + positions);
            }
        }
        scratch.give(mine);
    }
}
