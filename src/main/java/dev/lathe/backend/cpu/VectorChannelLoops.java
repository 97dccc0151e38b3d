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
    static int begin(int c, int channels) {
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
            VectorCorrelation.correlate(x, at + c, taps, w, wAt + c, wLine, y, to + c, count, channels, c, finish);
        }
    }

    /** As min and max would, in a third of their instructions: those tell zeros apart. */
    static FloatVector bounded(FloatVector x, float low, float high) {
        FloatVector raised = x.blend(low, x.compare(VectorOperators.LT, low));
        return raised.blend(high, raised.compare(VectorOperators.GT, high));
    }

    @Override
    public void largest(float[] x, int at, Taps taps, float[] y, int to, int count, int channels) {
        if (channels < LANES) {
            few.largest(x, at, taps, y, to, count, channels);
            return;
        }
        VectorMaxima.largest(x, at, taps, y, to, count, channels);
    }
}
