package dev.lathe.backend.cpu;

import java.util.Arrays;

/** The same numbers one by one, for JVMs without vectors and for few channels. */
final class ScalarBackwardLoops implements BackwardLoops {
    @Override
    public void meet(
            float[] x,
            int xAt,
            float[] dy,
            int yAt,
            Positions positions,
            int filters,
            int length,
            float[] sums,
            int at,
            int pitch) {
        for (int r = 0; r < positions.rows(); r++) {
            for (int o = 0; o < positions.columns(); o++) {
                int from = xAt + r * positions.xLine() + o * positions.xStep();
                int slopes = yAt + r * positions.yLine() + o * positions.yStep();
                for (int k = 0; k < filters; k++) {
                    float slope = dy[slopes + k];
                    int to = at + k * pitch;
                    for (int j = 0; j < length; j++) {
                        sums[to + j] += x[from + j] * slope;
                    }
                }
            }
        }
    }

    @Override
    public void meetOne(
            float[] x, int xAt, float[] dy, int yAt, Positions positions, int channels, float[] sums, int at) {
        for (int r = 0; r < positions.rows(); r++) {
            for (int o = 0; o < positions.columns(); o++) {
                int from = xAt + r * positions.xLine() + o * positions.xStep();
                int slopes = yAt + r * positions.yLine() + o * positions.yStep();
                for (int c = 0; c < channels; c++) {
                    sums[at + c] += x[from + c] * dy[slopes + c];
                }
            }
        }
    }

    @Override
    public void gate(float[] dy, float[] y, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = y[i] > 0 ? dy[i] : 0;
        }
    }

    @Override
    public void sum(float[] x, int at, int count, int channels, float[] sums, int to) {
        Arrays.fill(sums, to, to + channels, 0);
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < channels; c++) {
                sums[to + c] += x[at + i * channels + c];
            }
        }
    }

    @Override
    public void squares(float[] x, int at, int count, int channels, float[] mean, int meanAt, float[] sums, int to) {
        Arrays.fill(sums, to, to + channels, 0);
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < channels; c++) {
                float deviation = x[at + i * channels + c] - mean[meanAt + c];
                sums[to + c] += deviation * deviation;
            }
        }
    }

    @Override
    public void products(float[] dy, float[] x, int at, int count, int channels, float[] mean, float[] sums, int to) {
        Arrays.fill(sums, to, to + channels, 0);
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < channels; c++) {
                int place = at + i * channels + c;
                sums[to + c] += dy[place] * (x[place] - mean[c]);
            }
        }
    }

    @Override
    public void scale(
            float[] x, float[] y, int at, int count, int channels, float[] mean, float[] factor, float[] bias) {
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < channels; c++) {
                int place = at + i * channels + c;
                y[place] = (x[place] - mean[c]) * factor[c] + bias[c];
            }
        }
    }

    @Override
    public void slope(float[] dy, float[] x, float[] dx, int at, int count, int channels, Slope slope) {
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < channels; c++) {
                int place = at + i * channels + c;
                float centred = x[place] - slope.mean()[c];
                dx[place] = dy[place] * slope.a()[c] + (centred * slope.b()[c] + slope.d()[c]);
            }
        }
    }
}
