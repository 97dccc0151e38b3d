package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Rows;
import dev.lathe.op.Geometry;

/** The windows of a convolution over images, channels last, where they lie: in the images with their borders. */
final class DirectWindows {
    private final Border border;
    private final int channels;
    private final int strideY;
    private final int strideX;
    private final int outHeight;
    private final int outWidth;

    /** @param geometry of two spatial axes */
    DirectWindows(Geometry geometry, int images, int channels) {
        this.channels = channels;
        border = new Border(geometry, images, channels);
        strideY = geometry.stride()[0];
        strideX = geometry.stride()[1];
        outHeight = geometry.out()[0];
        outWidth = geometry.out()[1];
    }

    /** From a line of a bordered image to the next. */
    int lineStep() {
        return border.width() * channels;
    }

    /** The images with their borders, as {@link Border#around}. */
    float[] around(float[] x, Scratch shared, Workers workers) {
        return border.around(x, shared, workers);
    }

    /**
     * The windows of output positions {@code first..first+count}, of whichever images.
     *
     * @param x what {@link #around} gave
     */
    Rows rows(float[] x, int first, int count, Scratch mine) {
        int[] starts = mine.ints(count);
        int column = first % outWidth;
        int row = first / outWidth;
        for (int i = 0; i < count; row++) {
            int line = row / outHeight * border.height() + row % outHeight * strideY;
            int start = line * lineStep();
            for (; i < count && column < outWidth; i++, column++) {
                starts[i] = start + column * strideX * channels;
            }
            column = 0;
        }
        return new Rows(x, starts);
    }
}
