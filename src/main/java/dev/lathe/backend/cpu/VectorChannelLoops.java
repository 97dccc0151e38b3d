package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Whole vectors of the machine's preferred width. The last vector of channels that do not fill it begins earlier and
 * does some of them twice.
 */
final class VectorChannelLoops implements ChannelLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Positions whose sums are held in registers at a time: they share a weight. */
    private static final int POSITIONS = 4;

    /** Lines and taps of the commonest window. */
    private static final int THREE = 3;

    private final ChannelLoops few = new ScalarChannelLoops();

    @Override
    public void finish(
            float[] sums,
            int from,
            int rows,
            int unit,
            float[] y,
            int to,
            int pitch,
            int channel,
            int width,
            Finish finish) {
        int whole = width / LANES * LANES;
        if (whole > 0) {
            finishVectors(sums, from, rows, unit, y, to, pitch, channel, whole, finish);
        }
        if (whole < width) {
            VectorMask<Float> some = SPECIES.indexInRange(0, width - whole);
            finishSome(sums, from + whole, rows, unit, y, to + whole, pitch, channel + whole, finish, some);
        }
    }

    private static void finishVectors(
            float[] sums,
            int from,
            int rows,
            int unit,
            float[] y,
            int to,
            int pitch,
            int channel,
            int width,
            Finish finish) {
        float[] bias = finish.bias();
        float[] residual = finish.residual();
        float low = finish.low();
        float high = finish.high();
        for (int r = 0; r < rows; r++) {
            int at = to + r * pitch;
            int sumsAt = from + r * unit;
            if (residual == null) {
                for (int j = 0; j < width; j += LANES) {
                    FloatVector sum = FloatVector.fromArray(SPECIES, sums, sumsAt + j)
                            .add(FloatVector.fromArray(SPECIES, bias, channel + j));
                    bounded(sum, low, high).intoArray(y, at + j);
                }
            } else {
                for (int j = 0; j < width; j += LANES) {
                    FloatVector sum = FloatVector.fromArray(SPECIES, sums, sumsAt + j)
                            .add(FloatVector.fromArray(SPECIES, bias, channel + j))
                            .add(FloatVector.fromArray(SPECIES, residual, at + j));
                    bounded(sum, low, high).intoArray(y, at + j);
                }
            }
        }
    }

    private static void finishSome(
            float[] sums,
            int from,
            int rows,
            int unit,
            float[] y,
            int to,
            int pitch,
            int channel,
            Finish finish,
            VectorMask<Float> some) {
        FloatVector bias = FloatVector.fromArray(SPECIES, finish.bias(), channel, some);
        float[] residual = finish.residual();
        float low = finish.low();
        float high = finish.high();
        for (int r = 0; r < rows; r++) {
            int at = to + r * pitch;
            FloatVector sum =
                    FloatVector.fromArray(SPECIES, sums, from + r * unit, some).add(bias);
            if (residual != null) {
                sum = sum.add(FloatVector.fromArray(SPECIES, residual, at, some));
            }
            bounded(sum, low, high).intoArray(y, at, some);
        }
    }

    /** The first channel of the vector that begins at {@code c} or, as not to reach beyond the last, earlier. */
    private static int begin(int c, int channels) {
        return Math.min(c, channels - LANES);
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
        if (channels < LANES) {
            few.correlate(x, at, taps, w, wAt, wLine, y, to, count, channels, finish);
            return;
        }
        for (int next = 0; next < channels; next += LANES) {
            int c = begin(next, channels);
            if (taps.lines() == THREE && taps.taps() == THREE) {
                correlateThree(x, at + c, taps, w, wAt + c, wLine, y, to + c, count, channels, c, finish);
                continue;
            }
            for (int o = 0; o < count; o += POSITIONS) {
                correlateFour(x, at, taps, w, wAt, wLine, y, to, o, count - 1, channels, c, finish);
            }
        }
    }

    /** A vector of channels, whose nine weights stay in registers, at all positions. */
    private static void correlateThree(
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
            int c,
            Finish finish) {
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
        int step = taps.tapStep();
        int line = taps.lineStep();
        for (int o = 0; o < count; o++) {
            int x0 = at + o * taps.step();
            int x1 = x0 + line;
            int x2 = x1 + line;
            FloatVector s0 = FloatVector.fromArray(SPECIES, x, x0).fma(w00, bias);
            FloatVector s1 = FloatVector.fromArray(SPECIES, x, x1).mul(w10);
            FloatVector s2 = FloatVector.fromArray(SPECIES, x, x2).mul(w20);
            s0 = FloatVector.fromArray(SPECIES, x, x0 + step).fma(w01, s0);
            s1 = FloatVector.fromArray(SPECIES, x, x1 + step).fma(w11, s1);
            s2 = FloatVector.fromArray(SPECIES, x, x2 + step).fma(w21, s2);
            s0 = FloatVector.fromArray(SPECIES, x, x0 + 2 * step).fma(w02, s0);
            s1 = FloatVector.fromArray(SPECIES, x, x1 + 2 * step).fma(w12, s1);
            s2 = FloatVector.fromArray(SPECIES, x, x2 + 2 * step).fma(w22, s2);
            store(s0.add(s1).add(s2), y, to + o * channels, finish);
        }
    }

    /**
     * A vector of channels from {@code c} on at four positions from {@code o} on; beyond {@code last}, that one again.
     */
    private static void correlateFour(
            float[] x,
            int at,
            Taps taps,
            float[] w,
            int wAt,
            int wLine,
            float[] y,
            int to,
            int o,
            int last,
            int channels,
            int c,
            Finish finish) {
        int o1 = Math.min(o + 1, last);
        int o2 = Math.min(o + 2, last);
        int o3 = Math.min(o + 3, last);
        FloatVector s0 = FloatVector.fromArray(SPECIES, finish.bias(), c);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int step = taps.tapStep();
        int along = taps.taps();
        for (int l = 0; l < taps.lines(); l++) {
            int line = at + c + l * taps.lineStep();
            int x0 = line + o * taps.step();
            int x1 = line + o1 * taps.step();
            int x2 = line + o2 * taps.step();
            int x3 = line + o3 * taps.step();
            for (int t = 0; t < along; t++) {
                FloatVector weight = FloatVector.fromArray(SPECIES, w, wAt + c + l * wLine + t * channels);
                s0 = FloatVector.fromArray(SPECIES, x, x0 + t * step).fma(weight, s0);
                s1 = FloatVector.fromArray(SPECIES, x, x1 + t * step).fma(weight, s1);
                s2 = FloatVector.fromArray(SPECIES, x, x2 + t * step).fma(weight, s2);
                s3 = FloatVector.fromArray(SPECIES, x, x3 + t * step).fma(weight, s3);
            }
        }
        store(s0, y, to + o * channels + c, finish);
        store(s1, y, to + o1 * channels + c, finish);
        store(s2, y, to + o2 * channels + c, finish);
        store(s3, y, to + o3 * channels + c, finish);
    }

    /** As min and max would, in a third of their instructions: those tell zeros apart. */
    private static FloatVector bounded(FloatVector x, float low, float high) {
        FloatVector raised = x.blend(low, x.compare(VectorOperators.LT, low));
        return raised.blend(high, raised.compare(VectorOperators.GT, high));
    }

    private static void store(FloatVector sum, float[] y, int at, Finish finish) {
        float[] residual = finish.residual();
        FloatVector all = residual == null ? sum : sum.add(FloatVector.fromArray(SPECIES, residual, at));
        bounded(all, finish.low(), finish.high()).intoArray(y, at);
    }

    @Override
    public void largest(float[] x, int at, Taps taps, float[] y, int to, int count, int channels) {
        if (channels < LANES) {
            few.largest(x, at, taps, y, to, count, channels);
            return;
        }
        for (int o = 0; o < count; o++) {
            for (int next = 0; next < channels; next += LANES) {
                int c = begin(next, channels);
                FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
                for (int l = 0; l < taps.lines(); l++) {
                    int line = at + o * taps.step() + l * taps.lineStep() + c;
                    for (int t = 0; t < taps.taps(); t++) {
                        largest = largest.max(FloatVector.fromArray(SPECIES, x, line + t * taps.tapStep()));
                    }
                }
                largest.intoArray(y, to + o * channels + c);
            }
        }
    }
}
