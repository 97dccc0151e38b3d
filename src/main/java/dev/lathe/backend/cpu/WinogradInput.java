package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import java.util.Arrays;

/**
 * Images cut into the overlapping windows of Winograd's tiles and transformed. Tiles of all images are numbered row by
 * row and lie in panels of a register tile's columns, so that lanes stay empty in the last panel only.
 */
final class WinogradInput {
    /** Neighbouring tiles of one row: the part of a panel from {@code lane} on. */
    record Run(int image, int row, int column, int count, int lane) {}

    private final int unit = MicroKernels.COLUMNS;
    private final WinogradLoops loops;
    private final int side;
    private final int out;
    private final int height;
    private final int width;
    private final int top;
    private final int left;
    private final int channels;
    private final int lineStep;
    private final int step;
    private final Run[][] runs;

    WinogradInput(WinogradLoops loops, Geometry geometry, int images, int channels) {
        this.loops = loops;
        this.channels = channels;
        side = loops.matrices().side();
        out = loops.matrices().out();
        height = geometry.in()[0];
        width = geometry.in()[1];
        top = geometry.padBegin()[0];
        left = geometry.padBegin()[1];
        lineStep = out * unit + Stretches.SLACK;
        // half a row more than needed: a power of two would put all elements of a tile in the same set of the cache
        step = channels * unit + unit / 2;
        int rows = Math.ceilDiv(geometry.out()[0], out);
        int columns = Math.ceilDiv(geometry.out()[1], out);
        int tiles = images * rows * columns;
        runs = new Run[Math.ceilDiv(tiles, unit)][];
        for (int panel = 0; panel < runs.length; panel++) {
            runs[panel] = runs(panel * unit, Math.min(tiles, (panel + 1) * unit), rows, columns);
        }
    }

    private static Run[] runs(int first, int end, int rows, int columns) {
        Run[] runs = new Run[end - first];
        int count = 0;
        int tile = first;
        while (tile < end) {
            int row = tile / columns;
            int length = Math.min(columns - tile % columns, end - tile);
            runs[count++] = new Run(row / rows, row % rows, tile % columns, length, tile - first);
            tile += length;
        }
        return Arrays.copyOf(runs, count);
    }

    int panels() {
        return runs.length;
    }

    /** The tiles of a panel. */
    Run[] runs(int panel) {
        return runs[panel];
    }

    private int tiles(int panel) {
        Run last = runs[panel][runs[panel].length - 1];
        return last.lane() + last.count();
    }

    /** Lanes of a panel: the columns of a register tile or, where so few have tiles, half as many. */
    int lanes(int panel) {
        return tiles(panel) <= unit / 2 ? unit / 2 : unit;
    }

    /** Elements of a transformed panel: for each element of a tile a packed right operand {@code step} apart. */
    int size() {
        return side * side * step;
    }

    /** Distance of the right operands of a panel. */
    int step() {
        return step;
    }

    /** Transforms some channels of a panel, which begins at {@code v[vAt]}. */
    void transform(float[] x, int panel, int from, int to, float[] v, int vAt, Scratch mine) {
        // lines, a copy of the image where it needs padding, and windows
        int windows = 2 * side * lineStep;
        float[] work = mine.floats(0, windows + side * side * WinogradLoops.WINDOW_STEP + Stretches.SLACK);
        int lanes = lanes(panel);
        for (int channel = from; channel < to; channel++) {
            for (Run run : runs[panel]) {
                columns(x, (run.image() * channels + channel) * height * width, run, work);
                loops.cut(work, lineStep, run.count(), work, windows, run.lane());
            }
            loops.inputRows(work, windows, lanes, v, vAt + channel * lanes, step);
        }
    }

    private void columns(float[] x, int plane, Run run, float[] work) {
        int count = out * run.count() + side - out;
        int start = run.column() * out - left;
        int y = run.row() * out - top;
        int before = Math.clamp(-start, 0, count);
        int end = Math.clamp(width - start, before, count);
        int from = plane + y * width + start + before;
        if (y >= 0 && y + side <= height && from + (side - 1) * width + end - before + Stretches.SLACK <= x.length) {
            loops.inputColumns(x, from, width, work, before, lineStep, end - before);
        } else {
            int copy = side * lineStep;
            for (int line = 0; line < side; line++) {
                int to = copy + line * lineStep;
                if (y + line >= 0 && y + line < height) {
                    System.arraycopy(x, from + line * width, work, to, end - before);
                } else {
                    Arrays.fill(work, to, to + end - before, 0);
                }
            }
            loops.inputColumns(work, copy, lineStep, work, before, lineStep, end - before);
        }
        for (int line = 0; line < side; line++) {
            int at = line * lineStep;
            Arrays.fill(work, at, at + before, 0);
            Arrays.fill(work, at + end, at + count, 0);
        }
    }
}
