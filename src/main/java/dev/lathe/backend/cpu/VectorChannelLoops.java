package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
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
            int panelStep,
            Positions positions,
            float[] y,
            int to,
            int channel,
            int width,
            Finish finish) {
        VectorFinish.finish(sums, from, panelStep, positions, y, to, channel, width, finish);
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
    public void largest(float[] x, int at, Taps taps, float[] y, int to, int count, int channels, float[] spare) {
        if (channels < LANES) {
            few.largest(x, at, taps, y, to, count, channels, spare);
            return;
        }
        VectorMaxima.largest(x, at, taps, y, to, count, channels, spare);
    }

    @Override
    public void sumSquares(float[] x, float[] y, int at, int channels, int before, int after) {
        for (int c = 0; c < channels; c += LANES) {
            // beyond these no lane meets a channel
            int first = Math.max(c - before, 1 - LANES);
            int last = Math.min(c + after, channels - 1);
            FloatVector sum = FloatVector.zero(SPECIES);
            if (first >= 0 && last + LANES <= channels) {
                for (int i = first; i <= last; i++) {
                    FloatVector square = FloatVector.fromArray(SPECIES, x, at + i);
                    sum = sum.add(square.mul(square));
                }
                sum.intoArray(y, at + c);
                continue;
            }
            for (int i = first; i <= last; i++) {
                FloatVector square = FloatVector.fromArray(SPECIES, x, at + i, SPECIES.indexInRange(i, channels));
                sum = sum.add(square.mul(square));
            }
            sum.intoArray(y, at + c, SPECIES.indexInRange(c, channels));
        }
    }
}
