package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.DirectSums.Strip;
import dev.lathe.backend.cpu.MicroKernel.Rows;
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
 * Three convolutions in a row, channels last: 1x1, any window, 1x1, as Tucker's decomposition (Kim et al. 2015) and the
 * blocks of MobileNet (Sandler et al. 2018) have them. Before a depthwise one the first may have any window, too, as
 * where MobileNet begins. A task goes down some output lines band by band: what lies between the convolutions is as
 * much of it as a band needs, and stays in the cache. Lines that the next band sees, too, are kept.
 */
final class ChainConv implements Kernel {
    /** Positions of a strip at least, as far as a band has them. */
    private static final int STRIP = 96;

    private final ChainShape shape;
    private final DirectWindows windows;
    private final int bandLines;
    private final Conv[] ops;
    private final int[] operandsFrom;
    private final DirectSums expand;
    private final @Nullable DirectSums core;
    private final DirectSums project;
    private final float[] expandWeights;
    private final float[] coreWeights;
    private final float[] projectWeights;

    /**
     * @param operands of each convolution
     * @param place of the last one's results
     */
    ChainConv(List<Conv> ops, List<Operands> operands, Place place) {
        this.ops = ops.toArray(Conv[]::new);
        shape = ChainShape.of(ops, operands);
        bandLines = shape.bandLines();
        int second = operands.get(0).count();
        Shape image = operands.get(0).shape(0);
        windows = new DirectWindows(geometry(0, operands), image.dim(0), image.dim(1));
        operandsFrom = new int[] {0, second, second + operands.get(1).count()};
        expand = sums(0, operands, image.dim(1), windows.lineStep(), Place.alone(shape.channels()));
        project = sums(2, operands, shape.coreChannels(), 0, place);
        expandWeights = expand.filters().pack(weights(operands.get(0)));
        projectWeights = project.filters().pack(weights(operands.get(2)));
        int line = shape.width() * shape.channels();
        Place between = Place.alone(shape.coreChannels());
        core = shape.depthwise() ? null : sums(1, operands, shape.channels(), line, between);
        coreWeights = core == null
                ? DepthwiseConv.weights(weights(operands.get(1)), shape.channels())
                : core.filters().pack(weights(operands.get(1)));
    }

    private DirectSums sums(int part, List<Operands> operands, int columnStep, int lineStep, Place place) {
        Operands in = operands.get(part);
        DirectFilters filters = new DirectFilters(geometry(part, operands), 1, in.shape(1), columnStep, lineStep);
        return new DirectSums(filters, ops[part].epilogue(), place);
    }

    private Geometry geometry(int part, List<Operands> operands) {
        Operands in = operands.get(part);
        return ops[part].geometry(in.shape(0), in.shape(1)).withRank(2);
    }

    private static float[] weights(Operands operands) {
        return Objects.requireNonNull(operands.valueOrNull(1)).floats();
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        Scratch shared = workers.borrow();
        try {
            run(
                    windows.around(in.get(0).floats(), shared, workers),
                    in,
                    out.get(0).floats(),
                    workers);
        } finally {
            workers.giveBack(shared);
        }
    }

    private void run(float[] x, List<@Nullable Tensor> in, float[] y, Workers workers) {
        ChannelLoops.Finish[] finish = new ChannelLoops.Finish[ops.length];
        int[] channels = {shape.channels(), shape.coreChannels(), shape.outChannels()};
        for (int part = 0; part < finish.length; part++) {
            List<@Nullable Tensor> own = in.subList(operandsFrom[part], in.size());
            finish[part] = Epilogues.channels(ops[part].epilogue(), own, channels[part]);
        }
        int shares = Bands.shares(shape.images(), shape.outHeight(), bandLines, 1, workers);
        workers.run(shape.images() * shares, (task, scratch) -> {
            int end = Shares.begin(shape.outHeight(), task % shares + 1, shares);
            int kept = 0;
            int lines;
            for (int first = Shares.begin(shape.outHeight(), task % shares, shares); first < end; first += lines) {
                lines = Math.min(bandLines, end - first);
                float[] expanded = expand(x, task / shares, first, lines, kept, finish[0], scratch);
                float[] filtered = filter(expanded, lines, finish[1], scratch);
                int position = (task / shares * shape.outHeight() + first) * shape.outWidth();
                project(filtered, lines * shape.outWidth(), finish[2], y, position, scratch);
                kept = keep(expanded, lines);
            }
        });
    }

    /** Brings to the front what the next band sees, too, of the first result; that many lines. */
    private int keep(float[] expanded, int lines) {
        int past = lines * shape.strideY();
        int kept = Math.max(0, shape.seenLines(lines) - past);
        if (kept > 0) {
            System.arraycopy(expanded, expandedAt(past), expanded, expandedAt(0), expandedAt(kept) - expandedAt(0));
        }
        return kept;
    }

    /** Where a line of a band's first result begins. */
    private int expandedAt(int line) {
        return Packing.LEAD + line * shape.width() * shape.channels();
    }

    /** Where a position of a band's second result begins. */
    private int filteredAt(int position) {
        return Packing.LEAD + position * shape.coreChannels();
    }

    /**
     * What the window of a band sees of the first result, zeros around it: [line][column][channel].
     *
     * @param kept lines that are there already
     */
    private float[] expand(
            float[] x, int image, int first, int lines, int kept, ChannelLoops.Finish finish, Scratch mine) {
        int seen = shape.seenLines(lines);
        int most = shape.seenLines(bandLines) * shape.width() * shape.channels();
        float[] expanded = mine.floats(1, Packing.alignedLength(most));
        int y = shape.firstSeen(first);
        int begin = Math.clamp(-y, kept, seen);
        int end = Math.clamp(shape.inHeight() - y, begin, seen);
        Arrays.fill(expanded, expandedAt(kept), expandedAt(begin), 0);
        Arrays.fill(expanded, expandedAt(end), expandedAt(seen), 0);
        int together = Math.max(1, STRIP / Math.max(1, shape.inWidth()));
        for (int i = begin; i < end; i += together) {
            int some = Math.min(together, end - i);
            int from = (image * shape.inHeight() + y + i) * shape.inWidth();
            Rows rows = windows.rows(x, from, some * shape.inWidth(), mine);
            Strip strip = strip(expand, some * shape.inWidth());
            float[] sums = sums(expand, rows, strip, expandWeights, mine);
            for (int k = 0; k < some; k++) {
                finishLine(sums, strip, k * shape.inWidth(), finish, expanded, expandedAt(i + k));
            }
        }
        return expanded;
    }

    private void finishLine(
            float[] sums, Strip strip, int position, ChannelLoops.Finish finish, float[] expanded, int to) {
        int channels = shape.channels();
        int count = Math.clamp(shape.width() - shape.left(), 0, shape.inWidth());
        int begin = to + Math.min(shape.width(), shape.left()) * channels;
        Arrays.fill(expanded, to, begin, 0);
        expand.finish(sums, strip, position, count, finish, expanded, begin);
        Arrays.fill(expanded, begin + count * channels, to + shape.width() * channels, 0);
    }

    /** The second result of a band, [position][channel]. */
    private float[] filter(float[] expanded, int lines, ChannelLoops.Finish finish, Scratch mine) {
        int width = shape.outWidth();
        float[] filtered = mine.floats(2, Packing.alignedLength(bandLines * width * shape.coreChannels()));
        if (core == null) {
            ChannelLoops.Taps taps = shape.taps();
            int row = width * shape.channels();
            for (int line = 0; line < lines; line++) {
                int to = filteredAt(line * width);
                int kernelLine = taps.taps() * shape.channels();
                MicroKernels.CHANNELS.correlate(
                        expanded,
                        expandedAt(line * shape.strideY()),
                        taps,
                        coreWeights,
                        0,
                        kernelLine,
                        filtered,
                        to,
                        width,
                        shape.channels(),
                        finish);
                Epilogues.activate(ops[1].epilogue(), filtered, to, 1, 0, row);
            }
            return filtered;
        }
        for (int from = 0; from < lines * width; from += STRIP) {
            int count = Math.min(STRIP, lines * width - from);
            int[] starts = mine.ints(count);
            for (int i = 0; i < count; i++) {
                starts[i] = expandedAt(0) + shape.start(from + i);
            }
            Strip strip = strip(core, count);
            float[] sums = sums(core, new Rows(expanded, starts), strip, coreWeights, mine);
            core.finish(sums, strip, 0, count, finish, filtered, filteredAt(from));
        }
        return filtered;
    }

    private void project(
            float[] filtered, int positions, ChannelLoops.Finish finish, float[] y, int first, Scratch mine) {
        for (int from = 0; from < positions; from += STRIP) {
            int count = Math.min(STRIP, positions - from);
            Rows rows = rows(filtered, from, count, mine);
            Strip strip = strip(project, count);
            float[] sums = sums(project, rows, strip, projectWeights, mine);
            project.finish(sums, strip, 0, count, finish, y, project.place().at(first + from));
        }
    }

    /** Neighbouring positions of the second result. */
    private Rows rows(float[] filtered, int position, int count, Scratch mine) {
        int[] starts = mine.ints(count);
        for (int i = 0; i < count; i++) {
            starts[i] = filteredAt(position + i);
        }
        return new Rows(filtered, starts);
    }

    /** All filters of a convolution. */
    private static Strip strip(DirectSums part, int count) {
        return Strip.of(count, 0, part.filters().panels());
    }

    private static float[] sums(DirectSums part, Rows rows, Strip strip, float[] w, Scratch mine) {
        float[] sums = strip.array(mine);
        part.multiply(rows, strip, w, false, sums);
        return sums;
    }
}
