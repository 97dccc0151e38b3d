package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import java.util.Arrays;

/** Images, channels last, cut into the overlapping windows of Winograd's tiles and transformed. */
final class WinogradInput {
    /** What neighbouring tiles see, in elements, that is transformed together: it is to stay in the nearest cache. */
    private static final int LINES = 1 << 13;

    private final WinogradLoops loops;
    private final int side;
    private final int out;
    private final int height;
    private final int width;
    private final int top;
    private final int left;
    private final int channels;
    private final int tileRows;
    private final int tileColumns;

    WinogradInput(WinogradLoops loops, Geometry geometry, int channels) {
        this.loops = loops;
        this.channels = channels;
        side = loops.matrices().side();
        out = loops.matrices().out();
        height = geometry.in()[0];
        width = geometry.in()[1];
        top = geometry.padBegin()[0];
        left = geometry.padBegin()[1];
        tileRows = Math.ceilDiv(geometry.out()[0], out);
        tileColumns = Math.ceilDiv(geometry.out()[1], out);
    }

    /** Tiles of an image. */
    int tiles() {
        return tileRows * tileColumns;
    }

    int image(int tile) {
        return tile / tiles();
    }

    /** The first output row of a tile. */
    int row(int tile) {
        return tile / tileColumns % tileRows * out;
    }

    /** The first output column of a tile. */
    int column(int tile) {
        return tile % tileColumns * out;
    }

    /**
     * Transforms some channels of tiles {@code first..end}: element e of a tile has them from {@code v[t·pitch +
     * e·step]} on, where t is 0 for the first.
     *
     * @param mine arrays 0 and 1 are written
     */
    void transform(
            float[] x, int first, int end, int channel, int count, float[] v, int pitch, int step, Scratch mine) {
        int most = Math.max(1, (LINES / (side * count) - side) / out + 1);
        int some;
        for (int tile = first; tile < end; tile += some) {
            some = Math.min(Math.min(most, end - tile), tileColumns - tile % tileColumns);
            int seen = (some - 1) * out + side;
            float[] lines = lines(x, tile, seen, channel, count, mine);
            for (int t = 0; t < some; t++) {
                int to = (tile - first + t) * pitch;
                for (int i = 0; i < side; i++) {
                    int from = (i * seen + t * out) * count;
                    loops.input(lines, from, count, v, to + i * side * step, step, count);
                }
            }
        }
    }

    /**
     * What tiles in a row see, transformed along the vertical axis, with zeros for padding: [element][column][channel].
     *
     * @param tile the first of them
     * @param seen columns
     */
    private float[] lines(float[] x, int tile, int seen, int channel, int count, Scratch mine) {
        int y = row(tile) - top;
        int begin = column(tile) - left;
        int first = Math.clamp(-begin, 0, seen);
        int end = Math.clamp(width - begin, first, seen);
        int length = seen * count;
        float[] lines = mine.floats(0, side * length);
        for (int i = 0; i < side; i++) {
            Arrays.fill(lines, i * length, i * length + first * count, 0);
            Arrays.fill(lines, i * length + end * count, (i + 1) * length, 0);
        }
        int at = ((image(tile) * height + y) * width + begin + first) * channels + channel;
        boolean inside = y >= 0 && y + side <= height;
        float[] from = inside ? x : window(x, at, y, end - first, count, mine);
        int pitch = inside ? channels : count;
        int line = inside ? width * channels : (end - first) * count;
        // all columns lie side by side in both if all channels are wanted
        int together = pitch == count ? Math.max(1, end - first) : 1;
        for (int column = 0; column < end - first; column += together) {
            int source = (inside ? at : 0) + column * pitch;
            loops.input(from, source, line, lines, (first + column) * count, length, together * count);
        }
        return lines;
    }

    /** Lines {@code y..y + side} of some columns and channels, with zeros for those outside the image. */
    private float[] window(float[] x, int at, int y, int columns, int count, Scratch mine) {
        float[] window = mine.floats(1, side * columns * count);
        int together = count == channels ? Math.max(1, columns) : 1;
        for (int r = 0; r < side; r++) {
            int to = r * columns * count;
            if (y + r < 0 || y + r >= height) {
                Arrays.fill(window, to, to + columns * count, 0);
                continue;
            }
            for (int column = 0; column < columns; column += together) {
                int from = at + (r * width + column) * channels;
                System.arraycopy(x, from, window, to + column * count, together * count);
            }
        }
        return window;
    }
}
