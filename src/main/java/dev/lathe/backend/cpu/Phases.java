package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import java.util.Arrays;

/**
 * A plane with its padding, sorted by position modulo the strides: phase (a, b) holds rows a, a + strideY, ... and
 * columns b, b + strideX, ... of the padded plane. What a kernel position sees from all output positions is then one
 * contiguous stretch of a phase, whatever the stride.
 */
final class Phases {
    private final int height;
    private final int width;
    private final int top;
    private final int left;
    private final int strideY;
    private final int strideX;
    private final int rows;
    private final int rowLength;
    private final int[] shifts;

    Phases(Geometry geometry) {
        height = geometry.in()[0];
        width = geometry.in()[1];
        top = geometry.padBegin()[0];
        left = geometry.padBegin()[1];
        strideY = geometry.stride()[0];
        strideX = geometry.stride()[1];
        rows = extent(geometry, 0);
        rowLength = extent(geometry, 1);
        int kernelWidth = geometry.kernel()[1];
        shifts = new int[geometry.kernel()[0] * kernelWidth];
        for (int tap = 0; tap < shifts.length; tap++) {
            int y = tap / kernelWidth * geometry.dilation()[0];
            int x = tap % kernelWidth * geometry.dilation()[1];
            int phase = y % strideY * strideX + x % strideX;
            shifts[tap] = (phase * rows + y / strideY) * rowLength + x / strideX;
        }
    }

    /** Rows or columns of a phase: those of the output, and how far a window reaches beyond. */
    private static int extent(Geometry geometry, int axis) {
        int reach = (geometry.kernel()[axis] - 1) * geometry.dilation()[axis];
        return geometry.out()[axis] + reach / geometry.stride()[axis];
    }

    /** Elements that {@link #fill} writes for {@code geometry}. */
    static long elements(Geometry geometry) {
        return (long) extent(geometry, 0) * extent(geometry, 1) * geometry.stride()[0] * geometry.stride()[1];
    }

    int size() {
        return strideY * strideX * rows * rowLength;
    }

    /** Distance of the results of neighbouring output rows. */
    int rowLength() {
        return rowLength;
    }

    /** For each kernel position where in the phases the window of output position 0 finds it. */
    int[] shifts() {
        return shifts;
    }

    /** Lays out the plane that starts at {@code x[at]}. */
    void fill(float[] x, int at, float[] phases) {
        for (int phase = 0; phase < strideY * strideX; phase++) {
            for (int row = 0; row < rows; row++) {
                int y = row * strideY + phase / strideX - top;
                int to = (phase * rows + row) * rowLength;
                if (y < 0 || y >= height) {
                    Arrays.fill(phases, to, to + rowLength, 0);
                } else {
                    fillRow(x, at + y * width, phase % strideX - left, phases, to);
                }
            }
        }
    }

    /** Columns {@code start}, {@code start + strideX}, ... of an input row, zero beyond its ends. */
    private void fillRow(float[] x, int row, int start, float[] phases, int to) {
        int before = Math.min(rowLength, start < 0 ? Math.ceilDiv(-start, strideX) : 0);
        int end = Math.clamp(Math.ceilDiv(width - start, strideX), before, rowLength);
        Arrays.fill(phases, to, to + before, 0);
        if (strideX == 1 && end > before) {
            System.arraycopy(x, row + start + before, phases, to + before, end - before);
        } else {
            for (int i = before; i < end; i++) {
                phases[to + i] = x[row + start + i * strideX];
            }
        }
        Arrays.fill(phases, to + end, to + rowLength, 0);
    }
}
