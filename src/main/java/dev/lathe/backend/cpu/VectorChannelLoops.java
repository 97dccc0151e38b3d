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

    /** Columns of a register tile. */
    private static final int PANEL = 2 * LANES;

    /** Panels up to which they are too few for a loop over those of a position. */
    private static final int FEW = 2;

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
        int panels = width / PANEL > FEW ? width / PANEL : 0;
        if (panels > 0) {
            finishLines(sums, from, panelStep, positions, y, to, channel, panels, finish);
        }
        for (int j = panels * PANEL; j < width; j += LANES) {
            int at = from + j / PANEL * panelStep + j % PANEL;
            if (j + LANES <= width) {
                finishColumn(sums, at, positions, y, to + j, channel + j, finish);
            } else {
                VectorMask<Float> some = SPECIES.indexInRange(0, width - j);
                finishSome(sums, at, positions, y, to + j, channel + j, finish, some);
            }
        }
    }

    /** All panels of a position, then the next one's. */
    private static void finishLines(
            float[] sums,
            int from,
            int panelStep,
            Positions positions,
            float[] y,
            int to,
            int channel,
            int panels,
            Finish finish) {
        for (int r = 0; r < positions.rows(); r++) {
            for (int o = 0; o < positions.columns(); o++) {
                int sumsAt = from + r * positions.xLine() + o * positions.xStep();
                int at = to + r * positions.yLine() + o * positions.yStep();
                finishLine(sums, sumsAt, panelStep, y, at, channel, panels, finish);
            }
        }
    }

    private static void finishLine(
            float[] sums, int from, int panelStep, float[] y, int to, int channel, int panels, Finish finish) {
        float[] bias = finish.bias();
        float[] residual = finish.residual();
        float low = finish.low();
        float high = finish.high();
        for (int panel = 0; panel < panels; panel++) {
            int s = from + panel * panelStep;
            int j = panel * PANEL;
            FloatVector first =
                    FloatVector.fromArray(SPECIES, sums, s).add(FloatVector.fromArray(SPECIES, bias, channel + j));
            FloatVector second = FloatVector.fromArray(SPECIES, sums, s + LANES)
                    .add(FloatVector.fromArray(SPECIES, bias, channel + j + LANES));
            if (residual != null) {
                first = first.add(FloatVector.fromArray(SPECIES, residual, to + j));
                second = second.add(FloatVector.fromArray(SPECIES, residual, to + j + LANES));
            }
            bounded(first, low, high).intoArray(y, to + j);
            bounded(second, low, high).intoArray(y, to + j + LANES);
        }
    }

    /** One vector of channels of all positions. */
    private static void finishColumn(
            float[] sums, int from, Positions positions, float[] y, int to, int channel, Finish finish) {
        FloatVector bias = FloatVector.fromArray(SPECIES, finish.bias(), channel);
        float[] residual = finish.residual();
        float low = finish.low();
        float high = finish.high();
        int columns = positions.columns();
        int step = positions.xStep();
        int yStep = positions.yStep();
        for (int r = 0; r < positions.rows(); r++) {
            int sumsAt = from + r * positions.xLine();
            int at = to + r * positions.yLine();
            for (int o = 0; o < columns; o++) {
                FloatVector sum =
                        FloatVector.fromArray(SPECIES, sums, sumsAt + o * step).add(bias);
                if (residual != null) {
                    sum = sum.add(FloatVector.fromArray(SPECIES, residual, at + o * yStep));
                }
                bounded(sum, low, high).intoArray(y, at + o * yStep);
            }
        }
    }

    /** Fewer channels than a vector has lanes. */
    private static void finishSome(
            float[] sums,
            int from,
            Positions positions,
            float[] y,
            int to,
            int channel,
            Finish finish,
            VectorMask<Float> some) {
        FloatVector bias = FloatVector.fromArray(SPECIES, finish.bias(), channel, some);
        float[] residual = finish.residual();
        float low = finish.low();
        float high = finish.high();
        for (int r = 0; r < positions.rows(); r++) {
            for (int o = 0; o < positions.columns(); o++) {
                int sumsAt = from + r * positions.xLine() + o * positions.xStep();
                int at = to + r * positions.yLine() + o * positions.yStep();
                FloatVector sum =
                        FloatVector.fromArray(SPECIES, sums, sumsAt, some).add(bias);
                if (residual != null) {
                    sum = sum.add(FloatVector.fromArray(SPECIES, residual, at, some));
                }
                bounded(sum, low, high).intoArray(y, at, some);
            }
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
