package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ChannelLoops#correlate} for a vector of channels, of which {@code c} is the first. Where a window of 3x3 moves
 * on by one or two columns, it slides: each column of the image is read once, and goes into the sums of all windows
 * that see it.
 */
final class VectorCorrelation {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Positions of any other window whose sums are held in registers at a time: they share a weight. */
    private static final int POSITIONS = 4;

    private VectorCorrelation() {}

    static void correlate(
            float[] x,
            int at,
            ChannelLoops.Taps taps,
            float[] w,
            int wAt,
            int wLine,
            float[] y,
            int to,
            int count,
            int channels,
            int c,
            ChannelLoops.Finish finish) {
        if (taps.isThreeMovingBy(1)) {
            slideByOne(x, at, taps, w, wAt, wLine, y, to, count, channels, c, finish);
            return;
        }
        if (taps.isThreeMovingBy(2)) {
            slideByTwo(x, at, taps, w, wAt, wLine, y, to, count, channels, c, finish);
            return;
        }
        int fours = count / POSITIONS * POSITIONS;
        for (int o = 0; o < fours; o += POSITIONS) {
            four(x, at + o * taps.step(), taps, w, wAt, wLine, y, to + o * channels, channels, c, finish);
        }
        for (int o = fours; o < count; o++) {
            one(x, at + o * taps.step(), taps, w, wAt, wLine, y, to + o * channels, channels, c, finish);
        }
    }

    private static void slideByOne(
            float[] x,
            int at,
            ChannelLoops.Taps taps,
            float[] w,
            int wAt,
            int wLine,
            float[] y,
            int to,
            int count,
            int channels,
            int c,
            ChannelLoops.Finish finish) {
        FloatVector bias = FloatVector.fromArray(SPECIES, finish.bias(), c);
        FloatVector w00 = FloatVector.fromArray(SPECIES, w, wAt);
        FloatVector w01 = FloatVector.fromArray(SPECIES, w, wAt + channels);
        FloatVector w02 = FloatVector.fromArray(SPECIES, w, wAt + 2 * channels);
        FloatVector w10 = FloatVector.fromArray(SPECIES, w, wAt + wLine);
        FloatVector w11 = FloatVector.fromArray(SPECIES, w, wAt + wLine + channels);
        FloatVector w12 = FloatVector.fromArray(SPECIES, w, wAt + wLine + 2 * channels);
        FloatVector w20 = FloatVector.fromArray(SPECIES, w, wAt + 2 * wLine);
        FloatVector w21 = FloatVector.fromArray(SPECIES, w, wAt + 2 * wLine + channels);
        FloatVector w22 = FloatVector.fromArray(SPECIES, w, wAt + 2 * wLine + 2 * channels);
        int line = taps.lineStep();
        int step = taps.tapStep();
        int column = at;
        FloatVector first = bias;
        FloatVector second = bias;
        // the first two columns, of which no window ends
        for (int i = 0; i < 2; i++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, column);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, column + line);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, column + 2 * line);
            first = x2.fma(w21, x1.fma(w11, x0.fma(w01, second)));
            second = x2.fma(w20, x1.fma(w10, x0.fma(w00, bias)));
            column += step;
        }
        for (int o = 0; o < count; o++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, column);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, column + line);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, column + 2 * line);
            store(x2.fma(w22, x1.fma(w12, x0.fma(w02, first))), y, to + o * channels, finish);
            first = x2.fma(w21, x1.fma(w11, x0.fma(w01, second)));
            second = x2.fma(w20, x1.fma(w10, x0.fma(w00, bias)));
            column += step;
        }
    }

    private static void slideByTwo(
            float[] x,
            int at,
            ChannelLoops.Taps taps,
            float[] w,
            int wAt,
            int wLine,
            float[] y,
            int to,
            int count,
            int channels,
            int c,
            ChannelLoops.Finish finish) {
        FloatVector bias = FloatVector.fromArray(SPECIES, finish.bias(), c);
        FloatVector w00 = FloatVector.fromArray(SPECIES, w, wAt);
        FloatVector w01 = FloatVector.fromArray(SPECIES, w, wAt + channels);
        FloatVector w02 = FloatVector.fromArray(SPECIES, w, wAt + 2 * channels);
        FloatVector w10 = FloatVector.fromArray(SPECIES, w, wAt + wLine);
        FloatVector w11 = FloatVector.fromArray(SPECIES, w, wAt + wLine + channels);
        FloatVector w12 = FloatVector.fromArray(SPECIES, w, wAt + wLine + 2 * channels);
        FloatVector w20 = FloatVector.fromArray(SPECIES, w, wAt + 2 * wLine);
        FloatVector w21 = FloatVector.fromArray(SPECIES, w, wAt + 2 * wLine + channels);
        FloatVector w22 = FloatVector.fromArray(SPECIES, w, wAt + 2 * wLine + 2 * channels);
        int line = taps.lineStep();
        int step = taps.tapStep();
        FloatVector first = FloatVector.fromArray(SPECIES, x, at).fma(w00, bias);
        first = FloatVector.fromArray(SPECIES, x, at + line).fma(w10, first);
        first = FloatVector.fromArray(SPECIES, x, at + 2 * line).fma(w20, first);
        int column = at + step;
        for (int o = 0; o < count; o++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, column);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, column + line);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, column + 2 * line);
            column += step;
            first = x2.fma(w21, x1.fma(w11, x0.fma(w01, first)));
            x0 = FloatVector.fromArray(SPECIES, x, column);
            x1 = FloatVector.fromArray(SPECIES, x, column + line);
            x2 = FloatVector.fromArray(SPECIES, x, column + 2 * line);
            column += step;
            store(x2.fma(w22, x1.fma(w12, x0.fma(w02, first))), y, to + o * channels, finish);
            first = x2.fma(w20, x1.fma(w10, x0.fma(w00, bias)));
        }
    }

    private static void four(
            float[] x,
            int at,
            ChannelLoops.Taps taps,
            float[] w,
            int wAt,
            int wLine,
            float[] y,
            int to,
            int channels,
            int c,
            ChannelLoops.Finish finish) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, finish.bias(), c);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int step = taps.tapStep();
        int along = taps.taps();
        for (int l = 0; l < taps.lines(); l++) {
            int x0 = at + l * taps.lineStep();
            int x1 = x0 + taps.step();
            int x2 = x1 + taps.step();
            int x3 = x2 + taps.step();
            for (int t = 0; t < along; t++) {
                FloatVector weight = FloatVector.fromArray(SPECIES, w, wAt + l * wLine + t * channels);
                s0 = FloatVector.fromArray(SPECIES, x, x0 + t * step).fma(weight, s0);
                s1 = FloatVector.fromArray(SPECIES, x, x1 + t * step).fma(weight, s1);
                s2 = FloatVector.fromArray(SPECIES, x, x2 + t * step).fma(weight, s2);
                s3 = FloatVector.fromArray(SPECIES, x, x3 + t * step).fma(weight, s3);
            }
        }
        store(s0, y, to, finish);
        store(s1, y, to + channels, finish);
        store(s2, y, to + 2 * channels, finish);
        store(s3, y, to + 3 * channels, finish);
    }

    private static void one(
            float[] x,
            int at,
            ChannelLoops.Taps taps,
            float[] w,
            int wAt,
            int wLine,
            float[] y,
            int to,
            int channels,
            int c,
            ChannelLoops.Finish finish) {
        FloatVector sum = FloatVector.fromArray(SPECIES, finish.bias(), c);
        for (int l = 0; l < taps.lines(); l++) {
            for (int t = 0; t < taps.taps(); t++) {
                FloatVector weight = FloatVector.fromArray(SPECIES, w, wAt + l * wLine + t * channels);
                sum = FloatVector.fromArray(SPECIES, x, at + l * taps.lineStep() + t * taps.tapStep())
                        .fma(weight, sum);
            }
        }
        store(sum, y, to, finish);
    }

    private static void store(FloatVector sum, float[] y, int at, ChannelLoops.Finish finish) {
        float[] residual = finish.residual();
        FloatVector all = residual == null ? sum : sum.add(FloatVector.fromArray(SPECIES, residual, at));
        VectorChannelLoops.bounded(all, finish.low(), finish.high()).intoArray(y, at);
    }
}
