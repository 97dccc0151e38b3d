package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Rows;
import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Convolution over one or two spatial axes, channels last, as a matrix product: windows [positions, kernel·c] times
 * filters [kernel·c, filters]. Windows are read where they lie: the channels of neighbouring columns are neighbours, so
 * what a window sees of a line is one stretch. A task is a strip of positions, of whichever images, by some panels of
 * filters.
 */
final class DirectConv implements Kernel {
    /** Most positions of a strip: what it sees is to stay in the second-level cache. */
    private static final int STRIP = 192;

    /**
     * Fewest positions of a strip, however many filters there are: so often each filter is used. An image of 7x7 in
     * whole tiles of six or eight rows is one strip, and its filters, of which there are many, are read once.
     */
    private static final int LEAST_STRIP = 56;

    /** Filters, in elements, that all strips use before the next ones: they stay in the second-level cache. */
    private static final int NEAR = 1 << 16;

    /** Sums of a strip, in elements, that are finished while they are in the second-level cache. */
    private static final int SUMS = 1 << 15;

    private final Conv op;
    private final DirectFilters filters;
    private final DirectSums direct;
    private final Optional<PrefetchedSums> prefetched;
    private final Callers callers = new Callers();
    private final DirectWindows windows;
    private final int positions;
    private final long images;
    private final int unit = MicroKernels.COLUMNS;
    private final float @Nullable [] packed;

    DirectConv(Conv op, Operands operands, Place place) {
        this(op, operands, place, MicroKernels.PREFETCH);
    }

    /** @param prefetch what asks for filters that come from memory, or empty if they are waited for */
    DirectConv(Conv op, Operands operands, Place place, Optional<PrefetchKernel> prefetch) {
        this.op = op;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(x, w).withRank(2);
        int pitch = x.dim(1);
        positions = Shape.of(x.dim(0), geometry.out()[0], geometry.out()[1]).size();
        images = x.size() + (long) positions * w.dim(0);
        windows = new DirectWindows(geometry, x.dim(0), pitch);
        filters = new DirectFilters(geometry, op.groups(), w, pitch, windows.lineStep());
        direct = new DirectSums(filters, op.epilogue(), place);
        prefetched = prefetch.map(kernel -> new PrefetchedSums(direct, kernel));
        Tensor weights = operands.valueOrNull(1);
        packed = weights == null ? null : filters.pack(weights.floats());
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        if (positions == 0) {
            return;
        }
        float[] w = packed == null ? filters.pack(in.get(1).floats()) : packed;
        Scratch shared = workers.borrow();
        callers.enter();
        try {
            float[] x = windows.around(in.get(0).floats(), shared, workers);
            run(x, w, in, out.get(0).floats(), workers);
        } finally {
            callers.leave();
            workers.giveBack(shared);
        }
    }

    private void run(float[] x, float[] w, List<@Nullable Tensor> in, float[] y, Workers workers) {
        ChannelLoops.Finish finish = Epilogues.channels(op.epilogue(), in, filters.count());
        int most = Math.min(STRIP, Math.max(LEAST_STRIP, SUMS / (filters.panels() * unit)));
        int tiles = Math.ceilDiv(positions, MicroKernels.ROWS);
        // neighbouring tasks, which one thread does, share what is more to read
        boolean byFilters = w.length > images;
        int each = byFilters ? 1 : workers.threads();
        int strips = Math.min(tiles, Packing.roundUp(Math.ceilDiv(positions, most), each));
        int near = byFilters && strips > 1 ? NEAR / Math.max(1, w.length / filters.panels()) : filters.panels();
        int perTask = Math.clamp(near, 1, Shares.parts(filters.panels(), strips, workers));
        int parts = Math.ceilDiv(filters.panels(), perTask);
        workers.run(strips * parts, (task, scratch) -> {
            int number = byFilters ? task % strips : task / parts;
            int first = Shares.begin(tiles, number, strips) * MicroKernels.ROWS;
            int count = Math.min(positions, Shares.begin(tiles, number + 1, strips) * MicroKernels.ROWS) - first;
            int panel = (byFilters ? task / strips : task % parts) * perTask;
            int end = Math.min(panel + perTask, filters.panels());
            int some = Math.max(1, SUMS / (count * unit));
            boolean far = number == 0 && w.length >= Prefetch.LEAST;
            boolean own = byFilters || workers.threads() == 1;
            Rows rows = windows.rows(x, first, count, scratch);
            for (int from = panel; from < end; from += some) {
                DirectSums.Strip strip = DirectSums.Strip.of(count, from, Math.min(end, from + some));
                float[] sums = strip.array(scratch);
                if (far && own && prefetched.isPresent() && callers.isOne()) {
                    prefetched.get().multiply(rows, strip, w, sums, scratch);
                } else {
                    direct.multiply(rows, strip, w, far, sums);
                }
                direct.finish(sums, strip, 0, count, finish, y, direct.place().at(first));
            }
        });
    }
}
