package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ChannelLoops#largest} in vectors: first the maximum of each column that windows see, then those of
 * neighbouring columns. Both are loops over stretches of memory, three of them at a time. A maximum that passes NaN on
 * takes three times as many instructions as one that does not, so finite numbers are taken for granted, and what proves
 * otherwise is done again.
 */
final class VectorMaxima {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private static final int LANES = SPECIES.length();

    private VectorMaxima() {}

    static void largest(
            float[] x, int at, ChannelLoops.Taps taps, float[] y, int to, int count, int channels, float[] spare) {
        if (taps.lines() * taps.taps() > 0 && columns(x, at, taps, spare, taps.seen(count, channels))) {
            // windows that begin one position apart are one stretch
            int stretches = taps.step() == channels ? 1 : count;
            int width = count / stretches * channels;
            for (int i = 0; i < stretches; i++) {
                windows(spare, i * taps.step(), taps, y, to + i * channels, width);
            }
            return;
        }
        for (int o = 0; o < count; o++) {
            for (int next = 0; next < channels; next += LANES) {
                int c = VectorChannelLoops.begin(next, channels);
                window(x, at + o * taps.step() + c, taps, y, to + o * channels + c);
            }
        }
    }

    /** The maxima of all lines. Whether all it saw was finite; if not, what it wrote is of no use. */
    private static boolean columns(float[] x, int at, ChannelLoops.Taps taps, float[] y, int length) {
        int step = taps.lineStep();
        int last = taps.lines() - 1;
        boolean finite =
                finiteMaxima(x, at, x, at + Math.min(1, last) * step, at + Math.min(2, last) * step, y, 0, length);
        for (int l = 3; finite && l <= last; l += 2) {
            finite = finiteMaxima(y, 0, x, at + l * step, at + Math.min(l + 1, last) * step, y, 0, length);
        }
        return finite;
    }

    /** The maxima of all taps. */
    private static void windows(float[] x, int at, ChannelLoops.Taps taps, float[] y, int to, int length) {
        int step = taps.tapStep();
        int last = taps.taps() - 1;
        maxima(x, at, x, at + Math.min(1, last) * step, at + Math.min(2, last) * step, y, to, length);
        for (int t = 3; t <= last; t += 2) {
            maxima(y, to, x, at + t * step, at + Math.min(t + 1, last) * step, y, to, length);
        }
    }

    /** {@link #maxima}, and whether all is finite of which they are. */
    private static boolean finiteMaxima(
            float[] a, int aAt, float[] x, int bAt, int cAt, float[] y, int to, int length) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector seenA = zero;
        FloatVector seenB = zero;
        FloatVector seenC = zero;
        int whole = SPECIES.loopBound(length);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector first = FloatVector.fromArray(SPECIES, a, aAt + i);
            FloatVector second = FloatVector.fromArray(SPECIES, x, bAt + i);
            FloatVector third = FloatVector.fromArray(SPECIES, x, cAt + i);
            // zero times a finite number is zero, any other is not a number, and so is a sum with it
            seenA = first.fma(zero, seenA);
            seenB = second.fma(zero, seenB);
            seenC = third.fma(zero, seenC);
            larger(larger(first, second), third).intoArray(y, to + i);
        }
        boolean finite = isZero(seenA.add(seenB).add(seenC));
        if (whole == length) {
            return finite;
        }
        int rest = length - LANES;
        return finiteMaxima(a, aAt + rest, x, bAt + rest, cAt + rest, y, to + rest, LANES) && finite;
    }

    /**
     * {@code y[to + i] = max(a[aAt + i], x[bAt + i], x[cAt + i])} for i in 0..length-1; the last vector of a length
     * that they do not fill begins earlier.
     */
    private static void maxima(float[] a, int aAt, float[] x, int bAt, int cAt, float[] y, int to, int length) {
        int whole = SPECIES.loopBound(length);
        for (int i = 0; i < whole; i += LANES) {
            maximum(a, aAt + i, x, bAt + i, cAt + i, y, to + i);
        }
        if (whole < length) {
            int rest = length - LANES;
            maximum(a, aAt + rest, x, bAt + rest, cAt + rest, y, to + rest);
        }
    }

    private static void maximum(float[] a, int aAt, float[] x, int bAt, int cAt, float[] y, int to) {
        FloatVector first = FloatVector.fromArray(SPECIES, a, aAt);
        FloatVector second = FloatVector.fromArray(SPECIES, x, bAt);
        FloatVector third = FloatVector.fromArray(SPECIES, x, cAt);
        larger(larger(first, second), third).intoArray(y, to);
    }

    /** Any window, any numbers. */
    private static void window(float[] x, int at, ChannelLoops.Taps taps, float[] y, int to) {
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int l = 0; l < taps.lines(); l++) {
            int line = at + l * taps.lineStep();
            for (int t = 0; t < taps.taps(); t++) {
                largest = largest.max(FloatVector.fromArray(SPECIES, x, line + t * taps.tapStep()));
            }
        }
        largest.intoArray(y, to);
    }

    private static FloatVector larger(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
    }

    private static boolean isZero(FloatVector products) {
        return products.compare(VectorOperators.EQ, 0).allTrue();
    }
}
