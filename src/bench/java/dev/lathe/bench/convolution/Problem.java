package dev.lathe.bench.convolution;

import dev.lathe.tensor.Shape;
import java.util.List;

/**
 * One convolution of one image x [1, c, h, w] with filters [k, c, kernel, kernel], without bias.
 *
 * @param channels c
 * @param filters k
 * @param kernel extent of the window along both axes
 * @param pad zeros on all four sides
 */
record Problem(int channels, int height, int width, int filters, int kernel, int stride, int pad) {
    /** Layers of VGG, ResNet, AlexNet, and a 3x3 layer of ResNet cut down by Tucker's decomposition. */
    static final List<Problem> SUITE = List.of(
            same(64, 224, 64, 3),
            same(128, 112, 128, 3),
            same(256, 56, 256, 3),
            same(512, 28, 512, 3),
            same(512, 14, 512, 3),
            same(64, 56, 64, 3),
            same(128, 28, 128, 3),
            same(256, 14, 256, 3),
            same(512, 7, 512, 3),
            new Problem(3, 224, 224, 64, 7, 2, 3),
            same(96, 27, 256, 5),
            same(256, 56, 64, 1),
            same(64, 56, 256, 1),
            same(1024, 14, 256, 1),
            same(128, 28, 40, 1),
            same(40, 28, 128, 1),
            new Problem(64, 56, 56, 128, 3, 2, 1));

    /** A square image, and padding that keeps its size. */
    private static Problem same(int channels, int extent, int filters, int kernel) {
        return new Problem(channels, extent, extent, filters, kernel, 1, kernel / 2);
    }

    /** {@code 3x224x224->64 7x7/2 p3}; a stride of 1 and no padding are left out. */
    String label() {
        return channels + "x" + height + "x" + width + "->" + filters + " " + kernel + "x" + kernel
                + (stride == 1 ? "" : "/" + stride) + (pad == 0 ? "" : " p" + pad);
    }

    Shape input() {
        return Shape.of(1, channels, height, width);
    }

    Shape weights() {
        return Shape.of(filters, channels, kernel, kernel);
    }

    Shape output() {
        return Shape.of(1, filters, outputs(height), outputs(width));
    }

    private int outputs(int extent) {
        return (extent + 2 * pad - kernel) / stride + 1;
    }

    /** Products in the sum of one result. */
    int terms() {
        return channels * kernel * kernel;
    }

    /** Two for each multiply-add of the plain definition, whatever an engine saves. */
    double flops() {
        return 2.0 * output().size() * terms();
    }
}
