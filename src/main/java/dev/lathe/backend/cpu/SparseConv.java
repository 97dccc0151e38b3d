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
 * Convolution with pruned filters of one tap, channels last (Elsen, Dukhan, Gale, Simonyan: Fast Sparse ConvNets,
 * 2020). A strip of positions is turned to [channel][position], so that positions lie side by side; each weight that a
 * filter keeps meets a few vectors of them, whose sums stay in registers; the sums of some filters are finished and
 * turned back. A task is a strip by a share of the filters.
 */
final class SparseConv implements Kernel {
    /** Filters whose results are turned back together: they are written by long stretches. */
    private static final int BLOCK = 128;

    private final Conv op;
    private final Place place;
    private final SparseLoops loops;
    private final KeptWeights filters;

    /** What is done to sums that are finished later. */
    private final ChannelLoops.Finish unfinished;

    private final int count;
    private final int channels;
    private final int[] stride;
    private final int[] in;
    private final int[] out;
    private final int positions;

    /** Whether each position lies a step behind the last one, even from line to line. */
    private final boolean contiguous;

    SparseConv(Conv op, Operands operands, SparseLoops loops, Place place) {
        this.op = op;
        this.place = place;
        this.loops = loops;
        Shape w = operands.shape(1);
        Geometry geometry = op.geometry(operands.shape(0), w).withRank(2);
        count = w.dim(0);
        channels = w.dim(1);
        stride = geometry.stride();
        in = geometry.in();
        out = geometry.out();
        positions = Shape.of(operands.shape(0).dim(0), out[0], out[1]).size();
        contiguous = Arrays.equals(in, out);
        unfinished = new ChannelLoops.Finish(new float[count], null, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        filters = KeptWeights.of(
                count,
                channels,
                new MatrixProduct.Layout(channels, 1),
                Objects.requireNonNull(operands.valueOrNull(1)).floats());
    }

    /** Whether filters are constant, have one tap and one group, and see no border. */
    static boolean accepts(Conv op, Operands operands) {
        Shape w = operands.shape(1);
        if (op.groups() != 1 || operands.valueOrNull(1) == null || w.product(2, w.rank()) != 1) {
            return false;
        }
        Geometry geometry = op.geometry(operands.shape(0), w).withRank(2);
        for (int axis = 0; axis < 2; axis++) {
            int last = (geometry.out()[axis] - 1) * geometry.stride()[axis];
            if (geometry.padBegin()[axis] != 0 || last >= geometry.in()[axis]) {
                return false;
            }
        }
        return w.dim(1) <= KeptWeights.MOST_COLUMNS;
    }

    @Override
    public void run(List<@Nullable Tensor> operands, List<@Nullable Tensor> results, Workers workers) {
        ChannelLoops.Finish finish = Epilogues.channels(op.epilogue(), operands, count);
        float[] x = operands.get(0).floats();
        float[] y = results.get(0).floats();
        int unit = loops.positions();
        int strips = Math.ceilDiv(positions, unit);
        int blocks = Math.ceilDiv(count, BLOCK);
        int perTask = Shares.parts(blocks, Math.max(1, strips), workers);
        workers.run(strips * Math.ceilDiv(blocks, perTask), (task, scratch) -> {
            int first = task % strips * unit;
            int some = Math.min(unit, positions - first);
            float[] columns = columns(x, first, some, scratch);
            int from = task / strips * perTask * BLOCK;
            int end = Math.min(from + perTask * BLOCK, count);
            for (int filter = from; filter < end; filter += BLOCK) {
                block(columns, first, some, filter, Math.min(filter + BLOCK, end), finish, y, scratch);
            }
        });
    }

    /**
     * [channel][position] of {@code some} positions from {@code LEAD} on; what more there is room for means nothing.
     */
    private float[] columns(float[] x, int first, int some, Scratch mine) {
        int unit = loops.positions();
        float[] columns = mine.floats(0, Packing.alignedLength(channels * unit));
        int step = contiguous ? channels : stride[1] * channels;
        int done = 0;
        while (done < some) {
            int position = first + done;
            int row = position / out[1];
            int column = position % out[1];
            int line = row / out[0] * in[0] + row % out[0] * stride[0];
            int at = (line * in[1] + column * stride[1]) * channels;
            int count = Math.min(some - done, inLine(column));
            MicroKernels.TURN.turn(x, at, step, columns, Packing.LEAD + done, unit, count, channels, spare(mine));
            done += count;
        }
        return columns;
    }

    /** Positions from {@code column} on that lie one step apart. */
    private int inLine(int column) {
        return contiguous ? positions : out[1] - column;
    }

    private static float[] spare(Scratch mine) {
        return mine.floats(1, MicroKernels.TURN.spare());
    }

    private void block(
            float[] columns,
            int first,
            int some,
            int from,
            int end,
            ChannelLoops.Finish finish,
            float[] y,
            Scratch mine) {
        int unit = loops.positions();
        int to = place.at(first) + from;
        int width = end - from;
        float[] sums = mine.floats(2, BLOCK * unit);
        if (finish.residual() == null) {
            loops.sum(filters, from, end, columns, Packing.LEAD, some, finish, sums);
            MicroKernels.TURN.turn(sums, 0, unit, y, to, place.pitch(), width, some, spare(mine));
        } else {
            // results lie where the residual does
            loops.sum(filters, from, end, columns, Packing.LEAD, some, unfinished, sums);
            float[] turned = mine.floats(3, unit * BLOCK);
            MicroKernels.TURN.turn(sums, 0, unit, turned, 0, BLOCK, width, some, spare(mine));
            Positions positions = Positions.line(some, BLOCK, place.pitch());
            MicroKernels.CHANNELS.finish(turned, 0, MicroKernels.COLUMNS, positions, y, to, from, width, finish);
        }
        Epilogues.activate(op.epilogue(), y, to, some, place.pitch(), width);
    }
}
