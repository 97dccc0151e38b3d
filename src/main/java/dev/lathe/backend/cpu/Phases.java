package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import java.util.Arrays;

/**
 * A strip of a plane with its padding, sorted by position modulo the strides: phase (a, b) holds rows a, a + strideY,
 * ... and columns b, b + strideX, ... of the padded strip. What a kernel position sees from all output positions of the
 * strip is then one stretch of the array, whatever the stride; rows of results have gaps between them.
 */
final class Phases {
    private final int height;
    private final int width;
    private final int top;
    private final int left;
    private final int strideY;
    private final int strideX;
    private final int outRows;
    private final int outWidth;
    private final int rows;
    private final int rowLength;
    private final int[] shifts;
    private final boolean[] seen;

    /** For each column modulo the stride: where in a row of the strip the plane begins, and where it ends. */
    private final int[] begin;

    private final int[] end;

    /**
     * @param geometry of two spatial axes
     * @param outRows output rows that a strip is for
     */
    Phases(Geometry geometry, int outRows) {
        this.outRows = outRows;
        height = geometry.in()[0];
        width = geometry.in()[1];
        top = geometry.padBegin()[0];
        left = geometry.padBegin()[1];
        strideY = geometry.stride()[0];
        strideX = geometry.stride()[1];
        outWidth = geometry.out()[1];
        rows = outRows + reach(geometry, 0);
        rowLength = outWidth + reach(geometry, 1);
        begin = new int[strideX];
        end = new int[strideX];
        for (int column = 0; column < strideX; column++) {
            int start = column - left;
            begin[column] = Math.min(rowLength, start < 0 ? Math.ceilDiv(-start, strideX) : 0);
            end[column] = Math.clamp(Math.ceilDiv(width - start, strideX), begin[column], rowLength);
        }
        int kernelWidth = geometry.kernel()[1];
        shifts = new int[geometry.kernel()[0] * kernelWidth];
        seen = new boolean[strideY * strideX];
        for (int tap = 0; tap < shifts.length; tap++) {
            int y = tap / kernelWidth * geometry.dilation()[0];
            int x = tap % kernelWidth * geometry.dilation()[1];
            int phase = y % strideY * strideX + x % strideX;
            shifts[tap] = (phase * rows + y / strideY) * rowLength + x / strideX;
            seen[phase] = true;
        }
    }

    /** How many positions of a phase a window reaches beyond its first. */
    private static int reach(Geometry geometry, int axis) {
        return (geometry.kernel()[axis] - 1) * geometry.dilation()[axis] / geometry.stride()[axis];
    }

    /** Elements of a strip of {@code outRows} output rows; may be more than an {@code int} holds. */
    static double elements(Geometry geometry, int outRows) {
        double phases = (double) geometry.stride()[0] * geometry.stride()[1];
        double rows = (double) outRows + reach(geometry, 0);
        return phases * Math.max(1, rows) * Math.max(1, (double) geometry.out()[1] + reach(geometry, 1));
    }

    int size() {
        return strideY * strideX * rows * rowLength;
    }

    /** Distance of the results of neighbouring output rows. */
    int rowLength() {
        return rowLength;
    }

    /** Distance of the first and the last result of a strip, plus one. */
    int stretch() {
        return (outRows - 1) * rowLength + outWidth;
    }

    /** For each kernel position where the window of the strip's first output position finds it. */
    int[] shifts() {
        return shifts;
    }

    /**
     * Where the terms of a sum over {@code channels} begin, when strips lie one behind the other in the order [channel]
     * [image].
     */
    int[] offsets(int channels, int images) {
        int[] offsets = new int[channels * shifts.length];
        for (int k = 0; k < offsets.length; k++) {
            offsets[k] = k / shifts.length * images * size() + shifts[k % shifts.length];
        }
        return offsets;
    }

    /** Lays out the strip of output rows from {@code firstRow} on, of the plane at {@code x[at]}; the padding is 0. */
    void fill(float[] x, int at, int firstRow, float[] phases, int phasesAt) {
        fill(x, at, firstRow, 0, phases, phasesAt);
    }

    /** As above, with {@code padding} around the plane. */
    void fill(float[] x, int at, int firstRow, float padding, float[] phases, int phasesAt) {
        for (int phase = 0; phase < seen.length; phase++) {
            for (int row = 0; seen[phase] && row < rows; row++) {
                int y = (firstRow + row) * strideY + phase / strideX - top;
                int to = phasesAt + (phase * rows + row) * rowLength;
                if (y < 0 || y >= height) {
                    Arrays.fill(phases, to, to + rowLength, padding);
                } else {
                    int column = phase % strideX;
                    Arrays.fill(phases, to, to + begin[column], padding);
                    fillRow(x, at + y * width, column, phases, to);
                    Arrays.fill(phases, to + end[column], to + rowLength, padding);
                }
            }
        }
    }

    /** As {@link #fill}, where a strip of another plane with the same first row was laid out before. */
    void refill(float[] x, int at, int firstRow, float[] phases, int phasesAt) {
        for (int phase = 0; phase < seen.length; phase++) {
            for (int row = 0; seen[phase] && row < rows; row++) {
                int y = (firstRow + row) * strideY + phase / strideX - top;
                if (y >= 0 && y < height) {
                    fillRow(x, at + y * width, phase % strideX, phases, phasesAt + (phase * rows + row) * rowLength);
                }
            }
        }
    }

    /** Columns {@code column - left}, those {@code strideX} to the right and so on, as far as the plane has them. */
    private void fillRow(float[] x, int row, int column, float[] phases, int to) {
        int first = begin[column];
        if (end[column] > first) {
            pick(x, row + column - left + first * strideX, phases, to + first, end[column] - first);
        }
    }

    /**
     * Every {@code strideX}-th element; the usual strides apart, as the compiler checks bounds of others one by one.
     */
    private void pick(float[] x, int from, float[] phases, int to, int count) {
        if (strideX == 1) {
            System.arraycopy(x, from, phases, to, count);
        } else if (strideX == 2) {
            MicroKernels.STRETCHES.everySecond(x, from, phases, to, count);
        } else {
            for (int i = 0; i < count; i++) {
                phases[to + i] = x[from + strideX * i];
            }
        }
    }
}
