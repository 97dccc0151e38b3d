package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.DirectSums.Strip;
import dev.lathe.backend.cpu.MicroKernel.Rows;
import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import java.util.Objects;
import java.util.Optional;

/**
 * Lines of a convolution by Winograd's method along the vertical axis only, those of a tile together. Of stride s, it
 * is a convolution of stride 1 over groups of s lines, with as many taps as a filter has such groups: a group is
 * transformed as one long line. What is left for each element of a tile is a plain convolution over a group, s lines
 * and the filter's columns, so that few channels still give long sums (docs/decisions/0034-winograd-along-one-axis.md).
 */
final class WinogradLines implements ConvLines {
    /** Positions of a strip at most. */
    private static final int STRIP = 56;

    /** Sums of a strip, in elements, that are transformed back while they are in the second-level cache. */
    private static final int SUMS = 1 << 15;

    private final LineLoops loops;
    private final int out;
    private final Border border;
    private final DirectSums direct;
    private final float[][] weights;
    private final int[][] starts;
    private final int stride;
    private final int group;
    private final int width;
    private final int pitch;

    WinogradLines(Conv op, Operands in, LineLoops loops, Place place) {
        this.loops = loops;
        LineMatrices matrices = loops.matrices();
        Shape x = in.shape(0);
        Shape w = in.shape(1);
        int channels = x.dim(1);
        Geometry geometry = op.geometry(x, w).withRank(2);
        out = matrices.out();
        stride = geometry.stride()[0];
        width = geometry.out()[1];
        pitch = place.pitch();
        border = new Border(lines(geometry, stride * matrices.taps(), out - 1), x.dim(0), channels);
        int line = border.width() * channels;
        group = stride * line;
        Shape tap = Shape.of(w.dim(0), w.dim(1), stride, geometry.kernel()[1]);
        DirectFilters filters = new DirectFilters(lines(geometry, stride, 0), op.groups(), tap, channels, line);
        direct = new DirectSums(filters, op.epilogue(), place);
        float[] all = Objects.requireNonNull(in.valueOrNull(1)).floats();
        weights = new float[matrices.elements()][];
        for (int e = 0; e < weights.length; e++) {
            weights[e] = filters.pack(element(e, all, geometry.kernel(), tap));
        }
        starts = starts(geometry.stride()[1] * channels);
    }

    /** Where the windows of a strip of whole tiles begin in what {@link #transform} gives, for each element. */
    private int[][] starts(int step) {
        int[][] starts = new int[weights.length][strip() * width];
        for (int e = 0; e < weights.length; e++) {
            for (int i = 0; i < starts[e].length; i++) {
                starts[e][i] = (i / width * weights.length + e) * group + i % width * step;
            }
        }
        return starts;
    }

    /** The transforms for a convolution with constant filters, if its filters have as many groups of lines as some. */
    static Optional<LineLoops> loops(Conv op, Operands operands) {
        if (operands.shape(0).rank() != 4 || operands.valueOrNull(1) == null) {
            return Optional.empty();
        }
        Geometry geometry = op.geometry(operands.shape(0), operands.shape(1));
        if (geometry.dilation()[0] != 1 || geometry.dilation()[1] != 1) {
            return Optional.empty();
        }
        int taps = Math.ceilDiv(geometry.kernel()[0], geometry.stride()[0]);
        return MicroKernels.LINES.stream()
                .filter(loops -> loops.matrices().taps() == taps)
                .findFirst();
    }

    /** The geometry of filters of so many lines, for so many more lines of results. */
    private static Geometry lines(Geometry g, int kernel, int more) {
        int[] kernels = {kernel, g.kernel()[1]};
        int[] out = {g.out()[0] + more, g.out()[1]};
        return new Geometry(g.in(), kernels, g.stride(), g.dilation(), g.padBegin(), g.padEnd(), out);
    }

    /**
     * Element {@code e} of all filters.
     *
     * @param kernel lines and columns of a filter
     * @param tap of the result: [filter][channel][line of a group][column]
     */
    private float[] element(int e, float[] w, int[] kernel, Shape tap) {
        int columns = kernel[1];
        float[] transformed = new float[tap.size()];
        for (int i = 0; i < transformed.length; i++) {
            int column = i % columns;
            int line = i / columns % stride;
            int plane = i / columns / stride;
            int at = (plane * kernel[0] + line) * columns + column;
            int taps = Math.ceilDiv(kernel[0] - line, stride);
            transformed[i] = loops.matrices().filter(e, w, at, stride * columns, taps);
        }
        return transformed;
    }

    /** Panels of filters. */
    int panels() {
        return direct.filters().panels();
    }

    /** Tiles whose positions are one strip. */
    int strip() {
        return Math.max(1, STRIP / width);
    }

    @Override
    public int together() {
        return out;
    }

    @Override
    public float[] around(float[] x, Scratch shared, Workers workers) {
        return border.around(x, shared, workers);
    }

    @Override
    public void make(float[] x, Part part, ChannelLoops.Finish finish, float[] y, int to, Scratch mine) {
        make(x, part, 0, panels(), finish, y, to, mine);
    }

    /** The same for the filters of panels {@code panel..end}. */
    void make(float[] x, Part part, int panel, int end, ChannelLoops.Finish finish, float[] y, int to, Scratch mine) {
        int last = Math.ceilDiv(part.end(), out);
        for (int tile = part.line() / out; tile < last; tile += strip()) {
            int tiles = Math.min(strip(), last - tile);
            float[] elements = transform(x, part.image(), tile, tiles, mine);
            int positions = tiles * width;
            for (int first = 0; first < positions; first += STRIP) {
                int count = Math.min(STRIP, positions - first);
                int some = Math.max(1, SUMS / (weights.length * count * MicroKernels.COLUMNS));
                for (int from = panel; from < end; from += some) {
                    Strip strip = new Strip(first, count, from, Math.min(end, from + some), Packing.LEAD);
                    float[] sums = multiply(elements, strip, mine);
                    finish(sums, strip, tile, part, finish, y, to);
                }
            }
        }
    }

    /** Tiles, [tile][element][line of a group][column][channel]. */
    private float[] transform(float[] x, int image, int tile, int tiles, Scratch mine) {
        int size = weights.length * group;
        float[] elements = mine.floats(3, strip() * size);
        int begin = image * border.height() * (group / stride);
        for (int i = 0; i < tiles; i++) {
            loops.input(x, begin + (tile + i) * out * group, group, elements, i * size, group, group);
        }
        return elements;
    }

    /** Sums of a strip, transformed back: one strip for each line of a tile, a strip's length apart. */
    private float[] multiply(float[] elements, Strip strip, Scratch mine) {
        int step = strip.length();
        float[] sums = mine.floats(0, Packing.alignedLength(weights.length * step));
        for (int e = 0; e < weights.length; e++) {
            direct.multiply(new Rows(elements, starts[e]), strip.moved(e * step), weights[e], false, sums);
        }
        loops.output(sums, strip.begin(), step, step);
        return sums;
    }

    /** Finishes what {@code part} wants of a strip that begins in tile {@code tile}. */
    private void finish(float[] sums, Strip strip, int tile, Part part, ChannelLoops.Finish finish, float[] y, int to) {
        // a strip is part of a tile's line, or that of some tiles
        int count = Math.min(width, strip.count());
        for (int position = 0; position < strip.count(); position += count) {
            int line = (tile + position / count) * out;
            int first = Math.max(line, part.line());
            for (int i = first; i < Math.min(line + out, part.end()); i++) {
                int at = to + ((i - part.line()) * width + strip.first()) * pitch;
                direct.finish(sums, strip.moved((i - line) * strip.length()), position, count, finish, y, at);
            }
        }
    }
}
