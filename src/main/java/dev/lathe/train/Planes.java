package dev.lathe.train;

import dev.lathe.tensor.Shape;
import java.util.Arrays;

/** Moves of pixels that are the same in every plane of an image [c, h, w]. */
final class Planes {
    private final int planes;
    private final int height;
    private final int width;

    Planes(Shape image) {
        this.planes = image.dim(0);
        this.height = image.dim(1);
        this.width = image.dim(2);
    }

    /** Copies what {@code x} has behind the window {@code y}, whose corner lies at (top, left), maybe outside. */
    void window(float[] x, float[] y, Shape window, int top, int left) {
        int outWidth = window.dim(2);
        int from = Math.max(0, -left);
        int to = Math.min(outWidth, width - left);
        for (int row = 0; row < planes * window.dim(1); row++) {
            int inRow = row % window.dim(1) + top;
            if (inRow >= 0 && inRow < height && from < to) {
                int begin = (row / window.dim(1) * height + inRow) * width + left + from;
                System.arraycopy(x, begin, y, row * outWidth + from, to - from);
            }
        }
    }

    void mirror(float[] x, float[] y) {
        for (int begin = 0; begin < planes * height * width; begin += width) {
            for (int i = 0; i < width; i++) {
                y[begin + i] = x[begin + width - 1 - i];
            }
        }
    }

    void shift(float[] x, float[] y, int down, int right) {
        for (int row = 0; row < planes * height; row++) {
            int plane = row / height;
            int begin = (plane * height + Math.clamp(row % height - down, 0, height - 1)) * width;
            for (int i = 0; i < width; i++) {
                y[row * width + i] = x[begin + Math.clamp(i - right, 0, width - 1)];
            }
        }
    }

    /** Zeros in a square, which may lie outside in part. */
    void clear(float[] y, int top, int left, int side) {
        int from = Math.max(0, left);
        int to = Math.min(width, left + side);
        for (int plane = 0; plane < planes; plane++) {
            for (int row = Math.max(0, top); row < Math.min(height, top + side); row++) {
                int begin = (plane * height + row) * width;
                Arrays.fill(y, begin + from, begin + to, 0);
            }
        }
    }
}
