package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import java.util.Arrays;

/** Images, channels last, cut into the overlapping windows of Winograd's tiles and transformed. */
final class WinogradInput {
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

    /** Transforms a tile: element e has its channels from {@code v[at + e·step]} on. */
    void transform(float[] x, int tile, float[] v, int at, int step, Scratch mine) {
        transform(x, tile, 0, channels, v, at, step, mine);
    }

    /** The same for {@code count} channels from {@code first} on. */
    void transform(float[] x, int tile, int first, int count, float[] v, int at, int step, Scratch mine) {
        float[] work = mine.floats(0, loops.matrices().elements() * WinogradLoops.TOGETHER);
        int y = row(tile) - top;
        int begin = column(tile) - left;
        int line = width * channels;
        if (y >= 0 && y + side <= height && begin >= 0 && begin + side <= width) {
            int from = image(tile) * height * line + y * line + begin * channels + first;
            loops.input(x, from, line, channels, count, v, at, step, work);
        } else {
            float[] window = mine.floats(1, side * side * count);
            for (int r = 0; r < side; r++) {
                copyLine(x, image(tile), y + r, begin, first, count, window, r * side * count);
            }
            loops.input(window, 0, side * count, count, count, v, at, step, work);
        }
    }

    /** Some channels of a window's line, with zeros for padding. */
    private void copyLine(float[] x, int image, int y, int begin, int channel, int count, float[] window, int to) {
        int first = Math.clamp(-begin, 0, side);
        int end = y < 0 || y >= height ? first : Math.clamp(width - begin, first, side);
        int from = ((image * height + y) * width + begin) * channels + channel;
        Arrays.fill(window, to, to + first * count, 0);
        // all columns lie side by side in both if all channels are wanted
        int together = count == channels ? Math.max(1, end - first) : 1;
        for (int column = first; column < end; column += together) {
            System.arraycopy(x, from + column * channels, window, to + column * count, together * count);
        }
        Arrays.fill(window, to + end * count, to + side * count, 0);
    }
}
