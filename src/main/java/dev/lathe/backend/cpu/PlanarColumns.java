package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import java.util.Arrays;

/** {@link Columns} of one or two spatial axes, packed in runs that share an output row. */
final class PlanarColumns implements Columns {
    private final int unit;
    private final int height;
    private final int width;
    private final int kernelHeight;
    private final int kernelWidth;
    private final int outWidth;
    private final int strideY;
    private final int strideX;
    private final int dilationY;
    private final int dilationX;
    private final int top;
    private final int left;

    PlanarColumns(Geometry geometry, int unit) {
        this.unit = unit;
        int x = geometry.rank() - 1;
        boolean planar = geometry.rank() == 2;
        height = planar ? geometry.in()[0] : 1;
        kernelHeight = planar ? geometry.kernel()[0] : 1;
        strideY = planar ? geometry.stride()[0] : 1;
        dilationY = planar ? geometry.dilation()[0] : 1;
        top = planar ? geometry.padBegin()[0] : 0;
        width = geometry.in()[x];
        kernelWidth = geometry.kernel()[x];
        outWidth = geometry.out()[x];
        strideX = geometry.stride()[x];
        dilationX = geometry.dilation()[x];
        left = geometry.padBegin()[x];
    }

    static boolean isPointwise(Geometry geometry) {
        return Arrays.stream(geometry.kernel()).allMatch(k -> k == 1)
                && Arrays.stream(geometry.stride()).allMatch(s -> s == 1)
                && Arrays.equals(geometry.in(), geometry.out());
    }

    @Override
    public void pack(float[] x, int at, int k0, int depth, int from, int to, float[] packed) {
        int window = kernelHeight * kernelWidth;
        for (int k = 0; k < depth; k++) {
            int tap = (k0 + k) % window;
            int channel = at + (k0 + k) / window * height * width;
            packRow(x, channel, tap / kernelWidth, tap % kernelWidth, from, to, packed, k * unit, depth * unit);
        }
    }

    /** One row of the matrix: panel p's share goes to {@code packedAt + p·panelStep}. */
    private void packRow(
            float[] x, int channel, int tapY, int tapX, int from, int to, float[] packed, int packedAt, int panelStep) {
        int shiftX = tapX * dilationX - left;
        int column = from;
        int lane = 0;
        int target = packedAt;
        int oy = from / outWidth;
        int ox = from % outWidth;
        while (column < to) {
            int run = Math.min(Math.min(outWidth - ox, unit - lane), to - column);
            int y = oy * strideY - top + tapY * dilationY;
            if (y < 0 || y >= height) {
                fill(packed, target + lane, run);
            } else {
                packRun(x, channel + y * width, ox * strideX + shiftX, packed, target + lane, run);
            }
            column += run;
            lane += run;
            ox += run;
            if (ox == outWidth) {
                ox = 0;
                oy++;
            }
            if (lane == unit) {
                lane = 0;
                target += panelStep;
            }
        }
        if (lane > 0) {
            fill(packed, target + lane, unit - lane);
        }
    }

    /** {@code run} elements from position {@code start} of an input row, zero beyond its ends. */
    private void packRun(float[] x, int row, int start, float[] packed, int at, int run) {
        int i = 0;
        int position = start;
        for (; i < run && position < 0; i++, position += strideX) {
            packed[at + i] = 0;
        }
        int inside = position >= width ? i : Math.min(run, i + (width - 1 - position) / strideX + 1);
        if (strideX == 1 && inside > i) {
            System.arraycopy(x, row + position, packed, at + i, inside - i);
        } else {
            for (int j = i; j < inside; j++, position += strideX) {
                packed[at + j] = x[row + position];
            }
        }
        fill(packed, at + inside, run - inside);
    }

    private static void fill(float[] packed, int at, int count) {
        for (int i = 0; i < count; i++) {
            packed[at + i] = 0;
        }
    }
}
