package dev.lathe.backend.cpu;

/** Plain Java, for a JVM started without the vector module, and for fewer channels than a vector has lanes. */
final class ScalarChannelLoops implements ChannelLoops {
    @Override
    public void finish(
            float[] sums,
            int from,
            int panelStep,
            Positions positions,
            float[] y,
            int to,
            int channel,
            int width,
            Finish finish) {
        int unit = MicroKernels.COLUMNS;
        for (int r = 0; r < positions.rows(); r++) {
            for (int o = 0; o < positions.columns(); o++) {
                int position = from + r * positions.xLine() + o * positions.xStep();
                int at = to + r * positions.yLine() + o * positions.yStep();
                for (int j = 0; j < width; j++) {
                    float sum = sums[position + j / unit * panelStep + j % unit];
                    y[at + j] = result(sum, channel + j, at + j, finish);
                }
            }
        }
    }

    private static float result(float sum, int channel, int at, Finish finish) {
        float[] residual = finish.residual();
        float value = sum + finish.bias()[channel];
        return Math.min(Math.max(residual == null ? value : value + residual[at], finish.low()), finish.high());
    }

    @Override
    public void correlate(
            float[] x,
            int at,
            Taps taps,
            float[] w,
            int wAt,
            int wLine,
            float[] y,
            int to,
            int count,
            int channels,
            Finish finish) {
        for (int i = 0; i < count * channels; i++) {
            int channel = i % channels;
            int from = at + i / channels * taps.step() + channel;
            float sum = 0;
            for (int l = 0; l < taps.lines(); l++) {
                for (int t = 0; t < taps.taps(); t++) {
                    float weight = w[wAt + l * wLine + t * channels + channel];
                    sum += weight * x[from + l * taps.lineStep() + t * taps.tapStep()];
                }
            }
            y[to + i] = result(sum, channel, to + i, finish);
        }
    }

    @Override
    public void largest(float[] x, int at, Taps taps, float[] y, int to, int count, int channels, float[] spare) {
        for (int i = 0; i < count * channels; i++) {
            int from = at + i / channels * taps.step() + i % channels;
            float largest = Float.NEGATIVE_INFINITY;
            for (int l = 0; l < taps.lines(); l++) {
                for (int t = 0; t < taps.taps(); t++) {
                    largest = Math.max(largest, x[from + l * taps.lineStep() + t * taps.tapStep()]);
                }
            }
            y[to + i] = largest;
        }
    }

    @Override
    public void sumSquares(float[] x, float[] y, int at, int channels, int before, int after) {
        for (int c = 0; c < channels; c++) {
            int last = Math.min(channels - 1, c + after);
            float sum = 0;
            for (int i = Math.max(0, c - before); i <= last; i++) {
                sum += x[at + i] * x[at + i];
            }
            y[at + c] = sum;
        }
    }
}
