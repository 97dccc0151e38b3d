package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;

/**
 * The windows of a planar convolution as rows of a matrix, packed as {@link Packing#left}: row = (image, output
 * position), column = (channel, kernel position).
 */
final class Windows {
    private final Geometry geometry;
    private final int channels;
    private final int rows;
    private final int positions;
    private final int plane;
    private final int depth;

    Windows(Geometry geometry, int channels, int rows) {
        this.geometry = geometry;
        this.channels = channels;
        this.rows = rows;
        positions = geometry.out()[0] * geometry.out()[1];
        plane = geometry.in()[0] * geometry.in()[1];
        depth = channels * geometry.kernel()[0] * geometry.kernel()[1];
    }

    /** Packs panel number {@code panel}; rows beyond the last are zero. */
    void pack(float[] x, int panel, float[] packed) {
        for (int i = 0; i < MicroKernel.ROWS; i++) {
            int row = panel * MicroKernel.ROWS + i;
            int at = panel * MicroKernel.ROWS * depth + i;
            if (row < rows) {
                packRow(x, row, packed, at);
            } else {
                for (int k = 0; k < depth; k++) {
                    packed[at + k * MicroKernel.ROWS] = 0;
                }
            }
        }
    }

    private void packRow(float[] x, int row, float[] packed, int at) {
        int position = row % positions;
        int y = position / geometry.out()[1] * geometry.stride()[0] - geometry.padBegin()[0];
        int left = position % geometry.out()[1] * geometry.stride()[1] - geometry.padBegin()[1];
        int height = geometry.in()[0];
        int width = geometry.in()[1];
        int reachY = y + (geometry.kernel()[0] - 1) * geometry.dilation()[0];
        int reachX = left + (geometry.kernel()[1] - 1) * geometry.dilation()[1];
        int image = row / positions * channels * plane;
        if (y >= 0 && left >= 0 && reachY < height && reachX < width) {
            packInside(x, image + y * width + left, packed, at);
        } else {
            packEdge(x, image, y, left, packed, at);
        }
    }

    private void packInside(float[] x, int start, float[] packed, int at) {
        int kernelHeight = geometry.kernel()[0];
        int kernelWidth = geometry.kernel()[1];
        int stepY = geometry.dilation()[0] * geometry.in()[1];
        int stepX = geometry.dilation()[1];
        int to = at;
        for (int channel = 0; channel < channels; channel++) {
            int corner = start + channel * plane;
            for (int r = 0; r < kernelHeight; r++) {
                for (int s = 0; s < kernelWidth; s++) {
                    packed[to] = x[corner + r * stepY + s * stepX];
                    to += MicroKernel.ROWS;
                }
            }
        }
    }

    private void packEdge(float[] x, int image, int top, int left, float[] packed, int at) {
        int height = geometry.in()[0];
        int width = geometry.in()[1];
        int to = at;
        for (int channel = 0; channel < channels; channel++) {
            for (int r = 0; r < geometry.kernel()[0]; r++) {
                int y = top + r * geometry.dilation()[0];
                for (int s = 0; s < geometry.kernel()[1]; s++) {
                    int column = left + s * geometry.dilation()[1];
                    boolean inside = y >= 0 && y < height && column >= 0 && column < width;
                    packed[to] = inside ? x[image + channel * plane + y * width + column] : 0;
                    to += MicroKernel.ROWS;
                }
            }
        }
    }
}
