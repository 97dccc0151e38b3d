package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Whole vectors of the machine's preferred width. The last vector of channels that do not fill it begins earlier and
 * does some of them twice.
 */
final class VectorBackwardLoops implements BackwardLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private final BackwardLoops few = new ScalarBackwardLoops();

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
        VectorFilterTiles.meet(x, xAt, dy, yAt, positions, filters, length, sums, at, pitch);
    }

    @Override
    public void meetOne(
            float[] x, int xAt, float[] dy, int yAt, Positions positions, int channels, float[] sums, int at) {
        if (channels < LANES) {
            few.meetOne(x, xAt, dy, yAt, positions, channels, sums, at);
            return;
        }
        for (int c = channels % LANES; c < channels; c += LANES) {
            meetVector(x, xAt + c, dy, yAt + c, positions, sums, at + c);
        }
        // the first channels, if they fill no vector
        few.meetOne(x, xAt, dy, yAt, positions, channels % LANES, sums, at);
    }

    private static void meetVector(float[] x, int xAt, float[] dy, int yAt, Positions positions, float[] sums, int at) {
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, at);
        for (int r = 0; r < positions.rows(); r++) {
            int from = xAt + r * positions.xLine();
            int slopes = yAt + r * positions.yLine();
            for (int o = 0; o < positions.columns(); o++) {
                FloatVector slope = FloatVector.fromArray(SPECIES, dy, slopes + o * positions.yStep());
                sum = FloatVector.fromArray(SPECIES, x, from + o * positions.xStep())
                        .fma(slope, sum);
            }
        }
        sum.intoArray(sums, at);
    }

    @Override
    public void gate(float[] dy, float[] y, float[] dx, int from, int to) {
        int whole = from + SPECIES.loopBound(to - from);
        for (int i = from; i < whole; i += LANES) {
            VectorMask<Float> open = FloatVector.fromArray(SPECIES, y, i).compare(VectorOperators.GT, 0);
            FloatVector.zero(SPECIES)
                    .blend(FloatVector.fromArray(SPECIES, dy, i), open)
                    .intoArray(dx, i);
        }
        few.gate(dy, y, dx, whole, to);
    }

    /** The first channel of the vector that begins at {@code c} or, as not to reach beyond the last, earlier. */
    private static int begin(int c, int channels) {
        return Math.min(c, channels - LANES);
    }

    @Override
    public void sum(float[] x, int at, int count, int channels, float[] sums, int to) {
        if (channels < LANES) {
            few.sum(x, at, count, channels, sums, to);
            return;
        }
        for (int next = 0; next < channels; next += LANES) {
            int c = begin(next, channels);
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int i = 0; i < count; i++) {
                sum = sum.add(FloatVector.fromArray(SPECIES, x, at + c + i * channels));
            }
            sum.intoArray(sums, to + c);
        }
    }

    @Override
    public void squares(float[] x, int at, int count, int channels, float[] mean, int meanAt, float[] sums, int to) {
        if (channels < LANES) {
            few.squares(x, at, count, channels, mean, meanAt, sums, to);
            return;
        }
        for (int next = 0; next < channels; next += LANES) {
            int c = begin(next, channels);
            FloatVector middle = FloatVector.fromArray(SPECIES, mean, meanAt + c);
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int i = 0; i < count; i++) {
                FloatVector apart =
                        FloatVector.fromArray(SPECIES, x, at + c + i * channels).sub(middle);
                sum = apart.fma(apart, sum);
            }
            sum.intoArray(sums, to + c);
        }
    }

    @Override
    public void products(float[] dy, float[] x, int at, int count, int channels, float[] mean, float[] sums, int to) {
        if (channels < LANES) {
            few.products(dy, x, at, count, channels, mean, sums, to);
            return;
        }
        for (int next = 0; next < channels; next += LANES) {
            int c = begin(next, channels);
            FloatVector middle = FloatVector.fromArray(SPECIES, mean, c);
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int i = 0; i < count; i++) {
                int place = at + c + i * channels;
                FloatVector apart = FloatVector.fromArray(SPECIES, x, place).sub(middle);
                sum = FloatVector.fromArray(SPECIES, dy, place).fma(apart, sum);
            }
            sum.intoArray(sums, to + c);
        }
    }

    @Override
    public void scale(
            float[] x, float[] y, int at, int count, int channels, float[] mean, float[] factor, float[] bias) {
        if (channels < LANES) {
            few.scale(x, y, at, count, channels, mean, factor, bias);
            return;
        }
        for (int next = 0; next < channels; next += LANES) {
            int c = begin(next, channels);
            FloatVector middle = FloatVector.fromArray(SPECIES, mean, c);
            FloatVector times = FloatVector.fromArray(SPECIES, factor, c);
            FloatVector plus = FloatVector.fromArray(SPECIES, bias, c);
            for (int i = 0; i < count; i++) {
                int place = at + c + i * channels;
                FloatVector.fromArray(SPECIES, x, place)
                        .sub(middle)
                        .fma(times, plus)
                        .intoArray(y, place);
            }
        }
    }

    @Override
    public void slope(float[] dy, float[] x, float[] dx, int at, int count, int channels, Slope slope) {
        if (channels < LANES) {
            few.slope(dy, x, dx, at, count, channels, slope);
            return;
        }
        for (int next = 0; next < channels; next += LANES) {
            int c = begin(next, channels);
            FloatVector middle = FloatVector.fromArray(SPECIES, slope.mean(), c);
            FloatVector a = FloatVector.fromArray(SPECIES, slope.a(), c);
            FloatVector b = FloatVector.fromArray(SPECIES, slope.b(), c);
            FloatVector d = FloatVector.fromArray(SPECIES, slope.d(), c);
            for (int i = 0; i < count; i++) {
                int place = at + c + i * channels;
                FloatVector rest =
                        FloatVector.fromArray(SPECIES, x, place).sub(middle).fma(b, d);
                FloatVector.fromArray(SPECIES, dy, place).fma(a, rest).intoArray(dx, place);
            }
        }
    }
}
