package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.RandomTensors;
import dev.lathe.Tolerance;
import dev.lathe.backend.cpu.ChannelLoops.Finish;
import dev.lathe.backend.cpu.ChannelLoops.Taps;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops in vectors against those in plain Java, for counts of channels that fill vectors and that do not. */
class ChannelLoopsTest {
    private static final int GAP = 3;
    private static final int POSITIONS = 7;
    private static final int WIDTH = 23;
    private static final int LINES = 5;
    private static final float LOW = -0.75f;
    private static final float HIGH = 1.5f;

    private final ChannelLoops vectors = new VectorChannelLoops();
    private final ChannelLoops scalars = new ScalarChannelLoops();
    private final Random random = new Random(91);

    static IntStream channels() {
        // a tile is two vectors wide
        int lanes = MicroKernels.COLUMNS / 2;
        return IntStream.of(
                        1,
                        15,
                        16,
                        17,
                        31,
                        33,
                        lanes - 1,
                        lanes,
                        lanes + 1,
                        2 * lanes,
                        3 * lanes + 1,
                        6 * lanes + 1,
                        215)
                .distinct();
    }

    private float[] random(int length) {
        return RandomTensors.floats(random, length).floats();
    }

    private static float[] absolute(float[] values) {
        float[] absolute = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            absolute[i] = Math.abs(values[i]);
        }
        return absolute;
    }

    private static Tensor tensor(float[] values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    /** The same additions in the same order: the same bits, and nothing else is written. */
    @ParameterizedTest
    @MethodSource("channels")
    void finishedSumsAreTheSame(int width) {
        int unit = MicroKernels.COLUMNS;
        int step = unit + 2;
        int line = POSITIONS * step + 1;
        int panelStep = LINES * line + 3;
        int yStep = width + 4;
        int yLine = POSITIONS * yStep + 3;
        Positions positions = new Positions(LINES, POSITIONS, line, step, yLine, yStep);
        float[] sums = random(GAP + Math.ceilDiv(width, unit) * panelStep);
        float[] bias = random(GAP + width);
        float[] before = random(GAP + LINES * yLine);
        for (float[] residual : new float[][] {null, random(before.length)}) {
            Finish finish = new Finish(bias, residual, LOW, HIGH);
            float[] wanted = before.clone();
            float[] got = before.clone();
            scalars.finish(sums, GAP, panelStep, positions, wanted, GAP, GAP, width, finish);
            vectors.finish(sums, GAP, panelStep, positions, got, GAP, GAP, width, finish);
            assertThat(got).isEqualTo(wanted).isNotEqualTo(before);
        }
    }

    /**
     * Sums of n products: n + 2 roundings in vectors, with that of the residual, and 2n + 2 in plain Java. Windows move
     * on by half a tap, by one and by two.
     */
    @ParameterizedTest
    @MethodSource("channels")
    void correlations(int channels) {
        float[] x = random(GAP + LINES * WIDTH * channels);
        float[] w = random(GAP + 16 * channels);
        for (int lines = 0; lines <= 4; lines++) {
            for (int along = 1; along <= 4; along++) {
                for (int stride : new int[] {1, 2, 4}) {
                    Taps taps = new Taps(lines, WIDTH * channels, along, 2 * channels, stride * channels);
                    float[] bias = random(channels);
                    float[] residual = stride == 1 ? null : random(GAP + POSITIONS * channels);
                    assertCorrelates(x, w, taps, channels, new Finish(bias, residual, LOW, HIGH));
                }
            }
        }
    }

    private void assertCorrelates(float[] x, float[] w, Taps taps, int channels, Finish finish) {
        int terms = taps.lines() * taps.taps();
        float[] residual = finish.residual();
        Finish positive = new Finish(
                absolute(finish.bias()), residual == null ? null : absolute(residual), 0, Float.POSITIVE_INFINITY);
        for (int count : new int[] {1, 4, POSITIONS}) {
            float[] before = random(GAP + (POSITIONS + 1) * channels);
            float[] wanted = before.clone();
            float[] got = before.clone();
            float[] magnitude = new float[before.length];
            int wLine = 4 * channels;
            scalars.correlate(x, GAP, taps, w, GAP, wLine, wanted, GAP, count, channels, finish);
            vectors.correlate(x, GAP, taps, w, GAP, wLine, got, GAP, count, channels, finish);
            scalars.correlate(
                    absolute(x), GAP, taps, absolute(w), GAP, wLine, magnitude, GAP, count, channels, positive);
            Tolerance.assertClose(tensor(got), tensor(wanted), 3 * terms + 4, tensor(magnitude));
        }
    }

    @ParameterizedTest
    @MethodSource("channels")
    void maximaAreTheSame(int channels) {
        assertLargest(random(GAP + LINES * WIDTH * channels), channels);
    }

    @ParameterizedTest
    @MethodSource("channels")
    void maximaPassNotANumberOn(int channels) {
        float[] x = random(GAP + LINES * WIDTH * channels);
        x[GAP + 5 * channels] = Float.NaN;
        x[x.length / 2] = Float.NEGATIVE_INFINITY;
        x[GAP + 8 * channels] = Float.POSITIVE_INFINITY;
        assertLargest(x, channels);
    }

    private void assertLargest(float[] x, int channels) {
        for (int lines = 0; lines < LINES; lines++) {
            for (int along = 0; along <= 5; along++) {
                for (int stride : new int[] {1, 2, 4}) {
                    Taps taps = new Taps(lines, WIDTH * channels, along, 2 * channels, stride * channels);
                    assertLargest(x, taps, channels);
                }
            }
        }
    }

    private void assertLargest(float[] x, Taps taps, int channels) {
        float[] before = random(GAP + (POSITIONS + 1) * channels);
        float[] wanted = before.clone();
        float[] got = before.clone();
        float[] spare = new float[taps.seen(POSITIONS, channels)];
        scalars.largest(x, GAP, taps, wanted, GAP, POSITIONS, channels, spare);
        vectors.largest(x, GAP, taps, got, GAP, POSITIONS, channels, spare);
        assertThat(got).isEqualTo(wanted).isNotEqualTo(before);
    }

    /** The same additions in the same order, with wider reach than there are channels, too. */
    @ParameterizedTest
    @MethodSource("channels")
    void sumsOfSquaresAreTheSame(int channels) {
        float[] x = random(GAP + channels + 2);
        for (int before : new int[] {0, 2, 40}) {
            for (int after : new int[] {0, 1, 2, 50}) {
                float[] was = random(x.length);
                float[] wanted = was.clone();
                float[] got = was.clone();
                scalars.sumSquares(x, wanted, GAP, channels, before, after);
                vectors.sumSquares(x, got, GAP, channels, before, after);
                assertThat(got).isEqualTo(wanted).isNotEqualTo(was);
            }
        }
    }
}
