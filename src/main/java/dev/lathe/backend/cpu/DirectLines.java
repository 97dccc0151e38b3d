package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.DirectSums.Strip;
import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import java.util.Objects;

/** Lines as {@link DirectConv} makes them, with constant filters. */
final class DirectLines implements ConvLines {
    /** Positions of a strip at most. */
    private static final int STRIP = 96;

    private final DirectWindows windows;
    private final DirectSums sums;
    private final float[] weights;
    private final int height;
    private final int width;
    private final int pitch;

    DirectLines(Conv op, Operands in, Place place) {
        Shape x = in.shape(0);
        Shape w = in.shape(1);
        Geometry geometry = op.geometry(x, w).withRank(2);
        height = geometry.out()[0];
        width = geometry.out()[1];
        pitch = place.pitch();
        windows = new DirectWindows(geometry, x.dim(0), x.dim(1));
        DirectFilters filters = new DirectFilters(geometry, op.groups(), w, x.dim(1), windows.lineStep());
        sums = new DirectSums(filters, op.epilogue(), place);
        weights = filters.pack(Objects.requireNonNull(in.valueOrNull(1)).floats());
    }

    @Override
    public int together() {
        return 1;
    }

    @Override
    public float[] around(float[] x, Scratch shared, Workers workers) {
        return windows.around(x, shared, workers);
    }

    @Override
    public void make(float[] x, Part part, ChannelLoops.Finish finish, float[] y, int to, Scratch mine) {
        int first = (part.image() * height + part.line()) * width;
        int positions = (part.end() - part.line()) * width;
        for (int from = 0; from < positions; from += STRIP) {
            int count = Math.min(STRIP, positions - from);
            Strip strip = Strip.of(count, 0, sums.filters().panels());
            float[] raw = strip.array(mine);
            sums.multiply(windows.rows(x, first + from, count, mine), strip, weights, false, raw);
            sums.finish(raw, strip, 0, count, finish, y, to + from * pitch);
        }
    }
}
