package dev.lathe.data;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;

/**
 * Resizing with a triangle filter that widens when shrinking, first along x, then along y: what Pillow and torchvision
 * call bilinear with antialiasing, here without rounding to whole values.
 */
final class Bilinear {
    private Bilinear() {}

    /** For one output position: input positions from {@code first} on and their weights, which add up to 1. */
    private record Tap(int first, float[] weights) {}

    /** {@code image} [c, h, w] at [c, height, width]. */
    static Tensor resize(Tensor image, int height, int width) {
        int channels = image.shape().dim(0);
        int inHeight = image.shape().dim(1);
        int inWidth = image.shape().dim(2);
        float[] wide = along(image.floats(), channels * inHeight, inWidth, 1, width);
        return Tensor.of(Shape.of(channels, height, width), along(wide, channels, inHeight, width, height));
    }

    /** {@code x} [outer, in, inner] at [outer, out, inner]. */
    private static float[] along(float[] x, int outer, int in, int inner, int out) {
        if (in == out) {
            return x;
        }
        Tap[] taps = taps(in, out);
        float[] y = new float[Shape.of(outer, out, inner).size()];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < out; i++) {
                Tap tap = taps[i];
                for (int k = 0; k < inner; k++) {
                    float sum = 0;
                    for (int t = 0; t < tap.weights.length; t++) {
                        sum += tap.weights[t] * x[(o * in + tap.first + t) * inner + k];
                    }
                    y[(o * out + i) * inner + k] = sum;
                }
            }
        }
        return y;
    }

    private static Tap[] taps(int in, int out) {
        double step = (double) in / out;
        double support = Math.max(step, 1);
        Tap[] taps = new Tap[out];
        for (int i = 0; i < out; i++) {
            double centre = (i + 0.5) * step;
            int first = Math.max((int) (centre - support + 0.5), 0);
            int end = Math.min((int) (centre + support + 0.5), in);
            double[] weights = new double[end - first];
            double sum = 0;
            for (int t = 0; t < weights.length; t++) {
                weights[t] = Math.max(0, 1 - Math.abs(first + t + 0.5 - centre) / support);
                sum += weights[t];
            }
            float[] normal = new float[weights.length];
            for (int t = 0; t < weights.length; t++) {
                normal[t] = (float) (weights[t] / sum);
            }
            taps[i] = new Tap(first, normal);
        }
        return taps;
    }
}
