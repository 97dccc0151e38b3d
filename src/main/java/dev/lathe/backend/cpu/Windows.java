package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import dev.lathe.tensor.Shape;

/**
 * The windows of a convolution or a pool over images, channels last, cut into stretches of neighbouring output
 * positions that all see as much of the image: those at its edges see less.
 */
final class Windows {
    /** What is done with a stretch. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param at where in the images what the first position sees begins
         * @param taps what each position sees of the image, without padding
         * @param firstLine number of the kernel's line that meets the first of those lines
         * @param firstTap number of the kernel's column that meets the first of a line's positions
         * @param to where the results of the first position go
         * @param count positions
         * @param mine this thread's until the visit ends
         */
        void visit(int at, ChannelLoops.Taps taps, int firstLine, int firstTap, int to, int count, Scratch mine);
    }

    private final Geometry geometry;
    private final int images;
    private final int channels;

    /** @param geometry of two spatial axes */
    Windows(Geometry geometry, int images, int channels) {
        this.geometry = geometry;
        this.images = images;
        this.channels = channels;
    }

    Geometry geometry() {
        return geometry;
    }

    /** Visits all stretches, several at a time. */
    void run(Workers workers, Visitor visitor) {
        long steps = (long) geometry.out()[1] * channels * geometry.kernel()[0] * geometry.kernel()[1] / Ranges.LANES;
        int rows = Shape.of(images, geometry.out()[0]).size();
        Ranges.run(workers, rows, steps, (from, to, mine) -> {
            for (int row = from; row < to; row++) {
                row(row, visitor, mine);
            }
        });
    }

    /** Visits the stretches of a line of results, of whichever image. */
    void row(int row, Visitor visitor, Scratch mine) {
        int width = geometry.out()[1];
        int column = 0;
        while (column < width) {
            int first = geometry.firstTap(1, column);
            int end = geometry.endTap(1, column);
            int next = column + 1;
            while (next < width && geometry.firstTap(1, next) == first && geometry.endTap(1, next) == end) {
                next++;
            }
            visit(row, column, next - column, first, end, visitor, mine);
            column = next;
        }
    }

    private void visit(int row, int column, int count, int first, int end, Visitor visitor, Scratch mine) {
        int height = geometry.out()[0];
        int firstLine = geometry.firstTap(0, row % height);
        int endLine = geometry.endTap(0, row % height);
        int y = geometry.begin(0, row % height) + firstLine * geometry.dilation()[0];
        int x = geometry.begin(1, column) + first * geometry.dilation()[1];
        int line = geometry.in()[1] * channels;
        ChannelLoops.Taps taps = new ChannelLoops.Taps(
                endLine - firstLine,
                geometry.dilation()[0] * line,
                end - first,
                geometry.dilation()[1] * channels,
                geometry.stride()[1] * channels);
        int at = (row / height * geometry.in()[0] + y) * line + x * channels;
        int to = (row * geometry.out()[1] + column) * channels;
        visitor.visit(at, taps, firstLine, first, to, count, mine);
    }
}
