package dev.lathe.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ChannelLoops#largest} in vectors. Where a window of 3x3 moves on by one or two columns, it slides along a line
 * for one vector of channels: the maximum of each column is taken once. A maximum that passes NaN on takes three times
 * as many instructions as one that does not, so there finite numbers are taken for granted, and what proves otherwise
 * is done again.
 */
final class VectorMaxima {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private static final int LANES = SPECIES.length();
    private static final FloatVector ZERO = FloatVector.zero(SPECIES);

    private VectorMaxima() {}

    static void largest(float[] x, int at, ChannelLoops.Taps taps, float[] y, int to, int count, int channels) {
        if (taps.isThreeMovingBy(1) || taps.isThreeMovingBy(2)) {
            slide(x, at, taps, y, to, count, channels);
            return;
        }
        for (int o = 0; o < count; o++) {
            for (int next = 0; next < channels; next += LANES) {
                int c = VectorChannelLoops.begin(next, channels);
                window(x, at + o * taps.step() + c, taps, y, to + o * channels + c);
            }
        }
    }

    private static void slide(float[] x, int at, ChannelLoops.Taps taps, float[] y, int to, int count, int channels) {
        for (int next = 0; next < channels; next += LANES) {
            int c = VectorChannelLoops.begin(next, channels);
            boolean finite = taps.isThreeMovingBy(1)
                    ? slideByOne(x, at + c, taps, y, to + c, count, channels)
                    : slideByTwo(x, at + c, taps, y, to + c, count, channels);
            for (int o = 0; !finite && o < count; o++) {
                window(x, at + o * taps.step() + c, taps, y, to + o * channels + c);
            }
        }
    }

    /** Whether all it saw was finite; if not, what it wrote is of no use. So with two columns. */
    private static boolean slideByOne(
            float[] x, int at, ChannelLoops.Taps taps, float[] y, int to, int count, int channels) {
        int line = taps.lineStep();
        int step = taps.tapStep();
        int column = at;
        FloatVector seen0 = ZERO;
        FloatVector seen1 = seen0;
        FloatVector seen2 = seen0;
        FloatVector first = seen0;
        FloatVector second = seen0;
        // no window ends at the first two columns
        for (int o = -2; o < count; o++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, column);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, column + line);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, column + 2 * line);
            seen0 = x0.fma(ZERO, seen0);
            seen1 = x1.fma(ZERO, seen1);
            seen2 = x2.fma(ZERO, seen2);
            FloatVector third = larger(larger(x0, x1), x2);
            if (o >= 0) {
                larger(larger(first, second), third).intoArray(y, to + o * channels);
            }
            first = second;
            second = third;
            column += step;
        }
        return isZero(seen0.add(seen1).add(seen2));
    }

    private static boolean slideByTwo(
            float[] x, int at, ChannelLoops.Taps taps, float[] y, int to, int count, int channels) {
        int line = taps.lineStep();
        int step = taps.tapStep();
        FloatVector seen0 = FloatVector.fromArray(SPECIES, x, at);
        FloatVector seen1 = FloatVector.fromArray(SPECIES, x, at + line);
        FloatVector seen2 = FloatVector.fromArray(SPECIES, x, at + 2 * line);
        FloatVector first = larger(larger(seen0, seen1), seen2);
        seen0 = seen0.mul(ZERO);
        seen1 = seen1.mul(ZERO);
        seen2 = seen2.mul(ZERO);
        int column = at + step;
        for (int o = 0; o < count; o++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, column);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, column + line);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, column + 2 * line);
            column += step;
            seen0 = x0.fma(ZERO, seen0);
            seen1 = x1.fma(ZERO, seen1);
            seen2 = x2.fma(ZERO, seen2);
            first = larger(first, larger(larger(x0, x1), x2));
            x0 = FloatVector.fromArray(SPECIES, x, column);
            x1 = FloatVector.fromArray(SPECIES, x, column + line);
            x2 = FloatVector.fromArray(SPECIES, x, column + 2 * line);
            column += step;
            seen0 = x0.fma(ZERO, seen0);
            seen1 = x1.fma(ZERO, seen1);
            seen2 = x2.fma(ZERO, seen2);
            FloatVector third = larger(larger(x0, x1), x2);
            larger(first, third).intoArray(y, to + o * channels);
            first = third;
        }
        return isZero(seen0.add(seen1).add(seen2));
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

    /** Zero times a finite number is zero, any other is not a number, and so is a sum with it. */
    private static boolean isZero(FloatVector products) {
        return products.compare(VectorOperators.EQ, 0).allTrue();
    }
}
