package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;
import static dev.lathe.backend.cpu.Args.optional;
import static dev.lathe.backend.cpu.ChannelMoments.store;

import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;

/**
 * Batch normalisation in training, on planes of channels: each channel by one task, its sums in double precision. What
 * lies channels last goes to {@link ChannelMoments}.
 */
final class MomentKernels {
    private MomentKernels() {}

    /** Where the numbers of a channel lie: in each image a plane. */
    private record Planes(int images, int channels, int area) {
        static Planes of(Shape x) {
            return new Planes(x.dim(0), x.dim(1), x.product(2, x.rank()));
        }

        int begin(int image, int channel) {
            return (image * channels + channel) * area;
        }

        int count() {
            return images * area;
        }

        double sum(float[] x, int channel) {
            double sum = 0;
            for (int n = 0; n < images; n++) {
                for (int i = begin(n, channel); i < begin(n, channel) + area; i++) {
                    sum += x[i];
                }
            }
            return sum;
        }

        double squares(float[] x, int channel, double mean) {
            double sum = 0;
            for (int n = 0; n < images; n++) {
                for (int i = begin(n, channel); i < begin(n, channel) + area; i++) {
                    sum += (x[i] - mean) * (x[i] - mean);
                }
            }
            return sum;
        }

        double products(float[] dy, float[] x, int channel, double mean) {
            double sum = 0;
            for (int n = 0; n < images; n++) {
                for (int i = begin(n, channel); i < begin(n, channel) + area; i++) {
                    sum += dy[i] * (x[i] - mean);
                }
            }
            return sum;
        }
    }

    static Kernel moments(Shape shape) {
        Planes planes = Planes.of(shape);
        return (in, out, workers) -> {
            float[] x = operand(in, 0).floats();
            Ranges.run(workers, planes.channels, 2L * planes.count(), (from, to) -> {
                for (int c = from; c < to; c++) {
                    int count = Math.max(1, planes.count());
                    double mean = planes.sum(x, c) / count;
                    store(optional(out, 0), c, mean);
                    store(optional(out, 1), c, planes.squares(x, c, mean) / count);
                }
            });
        };
    }

    static Kernel gradient(BatchNormalizationGradient op, Shape shape) {
        Planes planes = Planes.of(shape);
        return (in, out, workers) -> {
            float[] dy = operand(in, 0).floats();
            float[] x = operand(in, 1).floats();
            float[] mean = operand(in, 3).floats();
            Tensor dx = optional(out, 0);
            Ranges.run(workers, planes.channels, 3L * planes.count(), (from, to) -> {
                for (int c = from; c < to; c++) {
                    double deviation = Math.sqrt((double) operand(in, 4).floats()[c] + op.epsilon());
                    double bias = planes.sum(dy, c);
                    double scale = planes.products(dy, x, c, mean[c]) / deviation;
                    store(optional(out, 1), c, scale);
                    store(optional(out, 2), c, bias);
                    if (dx != null) {
                        float a = (float) (operand(in, 2).floats()[c] / deviation);
                        float b = (float) (-a * scale / deviation / planes.count());
                        float d = (float) (-a * bias / planes.count());
                        slope(planes, c, dy, x, mean[c], a, b, d, dx.floats());
                    }
                }
            });
        };
    }

    private static void slope(
            Planes planes, int channel, float[] dy, float[] x, float mean, float a, float b, float d, float[] dx) {
        for (int n = 0; n < planes.images; n++) {
            int begin = planes.begin(n, channel);
            for (int i = begin; i < begin + planes.area; i++) {
                dx[i] = dy[i] * a + ((x[i] - mean) * b + d);
            }
        }
    }
}
