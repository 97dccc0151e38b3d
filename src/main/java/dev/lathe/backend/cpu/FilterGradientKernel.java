package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;

import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link ConvFilterGradient} over one or two spatial axes, channels last: the matrix product of what each tap of each
 * channel meets, [kernel·c, positions], and the result's derivative, [positions, filters]. Windows are read where they
 * lie, as in {@link DirectConv}: a run of neighbours for each of their lines. A task is a part of the images by some
 * filters; parts are summed in the end, so that bits do not depend on threads.
 */
final class FilterGradientKernel implements Kernel {
    /** Elements of images and derivatives that stay in the first-level cache. */
    private static final int STRIP = 6 << 10;

    /** Tasks that there should be. */
    private static final int TASKS = 8;

    /** Sums of all parts together, unless one part has more. */
    private static final int SUMS = 1 << 19;

    /** Filters of a task are a multiple of this. */
    private static final int UNIT = 4;

    /** Neighbours that a window sees: where they begin in it, and the number of the first. */
    private record Run(int offset, int term) {}

    /** Filters of one group. */
    private record Block(int group, int first, int count) {}

    private final Shape w;
    private final Border border;
    private final Geometry geometry;
    private final int images;
    private final int channels;
    private final int filters;
    private final int groups;
    private final int terms;
    private final int length;
    private final List<Run> runs = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final int parts;

    /** Whether every channel has one filter: then channels are what lies side by side in sums. */
    private final boolean single;

    FilterGradientKernel(ConvFilterGradient op, Operands operands) {
        Shape x = operands.shape(0);
        w = op.infer(operands).getFirst().shape();
        geometry = op.geometry(x, w).withRank(2);
        images = x.dim(0);
        channels = x.dim(1);
        filters = w.dim(0);
        groups = op.groups();
        border = new Border(geometry, images, channels);
        int perGroup = channels / groups;
        int width = geometry.kernel()[1];
        terms = geometry.kernel()[0] * width * perGroup;
        boolean joined = groups == 1 && (width == 1 || geometry.dilation()[1] == 1);
        length = joined ? width * perGroup : perGroup;
        for (int ky = 0; ky < geometry.kernel()[0]; ky++) {
            int line = ky * geometry.dilation()[0] * border.width();
            for (int kx = 0; kx < (joined ? 1 : width); kx++) {
                runs.add(new Run((line + kx * geometry.dilation()[1]) * channels, runs.size() * length));
            }
        }
        single = groups > 1 && perGroup == 1 && filters == groups;
        parts = Math.clamp(SUMS / Math.max(1, w.size()), 1, Math.clamp(images, 1, TASKS));
        addBlocks();
    }

    static boolean accepts(ConvFilterGradient op, Operands operands) {
        int rank = operands.shape(0).rank();
        return rank > 2
                && rank <= ChannelKernels.MOST_AXES
                && op.infer(operands).getFirst().shape().size() > 0;
    }

    private void addBlocks() {
        if (single) {
            blocks.add(new Block(0, 0, filters));
            return;
        }
        int perGroup = filters / groups;
        int wanted = Math.ceilDiv(TASKS, parts * groups);
        int most = Packing.roundUp(Math.ceilDiv(perGroup, wanted), UNIT);
        for (int group = 0; group < groups; group++) {
            for (int k = 0; k < perGroup; k += most) {
                blocks.add(new Block(group, group * perGroup + k, Math.min(most, perGroup - k)));
            }
        }
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        float[] dy = operand(in, 1).floats();
        float[] dw = operand(out, 0).floats();
        Scratch shared = workers.borrow();
        try {
            float[] x = border.around(operand(in, 0).floats(), shared, workers);
            float[] sums =
                    shared.floats(1, Shape.of((long) parts * filters, terms).size());
            workers.run(parts * blocks.size(), task -> {
                int part = task / blocks.size();
                Block block = blocks.get(task % blocks.size());
                int at = (part * filters + block.first) * terms;
                Arrays.fill(sums, at, at + block.count * terms, 0);
                int end = Shares.begin(images, part + 1, parts);
                for (int image = Shares.begin(images, part, parts); image < end; image++) {
                    meet(x, dy, image, block, sums, at);
                }
            });
            Ranges.run(workers, filters, (long) terms * parts, (from, to) -> {
                for (int filter = from; filter < to; filter++) {
                    write(sums, filter, dw);
                }
            });
        } finally {
            workers.giveBack(shared);
        }
    }

    /** Adds what a block of filters meets in an image, strip by strip. */
    private void meet(float[] x, float[] dy, int image, Block block, float[] sums, int at) {
        int outHeight = geometry.out()[0];
        int outWidth = geometry.out()[1];
        int xLine = geometry.stride()[0] * border.width() * channels;
        int yLine = outWidth * filters;
        int rows = Math.clamp(STRIP / (xLine + outWidth * block.count), 1, outHeight);
        int group = block.group * (channels / groups);
        for (int row = 0; row < outHeight; row += rows) {
            Positions positions = new Positions(
                    Math.min(rows, outHeight - row), outWidth, xLine, geometry.stride()[1] * channels, yLine, filters);
            int from = image * border.height() * border.width() * channels + row * xLine + group;
            int slopes = (image * outHeight + row) * yLine + block.first;
            for (Run run : runs) {
                meet(run, x, from, dy, slopes, positions, block, sums, at);
            }
        }
    }

    private void meet(
            Run run, float[] x, int from, float[] dy, int slopes, Positions where, Block block, float[] sums, int at) {
        BackwardLoops loops = MicroKernels.BACKWARD;
        int begin = from + run.offset;
        if (single) {
            loops.meetOne(x, begin, dy, slopes, where, filters, sums, at + run.term * filters);
        } else {
            loops.meet(x, begin, dy, slopes, where, block.count, length, sums, at + run.term, terms);
        }
    }

    /** Where a term of a filter lies in sums. */
    private int place(int part, int filter, int term) {
        return single ? (part * terms + term) * filters + filter : (part * filters + filter) * terms + term;
    }

    /** The sum of all parts of a filter, [tap][channel], as [channel][tap]. */
    private void write(float[] sums, int filter, float[] dw) {
        int perGroup = w.dim(1);
        int taps = terms / perGroup;
        for (int tap = 0; tap < taps; tap++) {
            for (int c = 0; c < perGroup; c++) {
                float sum = 0;
                for (int part = 0; part < parts; part++) {
                    sum += sums[place(part, filter, tap * perGroup + c)];
                }
                dw[filter * terms + c * taps + tap] = sum;
            }
        }
    }
}
