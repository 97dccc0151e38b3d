package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.cpu.BackwardLoops.Slope;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops in vectors against those in plain Java, on whole numbers, which are exact in any order. */
class BackwardLoopsTest {
    private static final int GAP = 3;
    private static final int COUNT = 7;

    private final BackwardLoops vectors = new VectorBackwardLoops();
    private final BackwardLoops scalars = new ScalarBackwardLoops();
    private final Random random = new Random(19);

    static IntStream channels() {
        int lanes = MicroKernels.COLUMNS / 2;
        return IntStream.of(1, 3, lanes - 1, lanes, lanes + 1, 2 * lanes, 3 * lanes, 3 * lanes + 1, 5 * lanes - 1);
    }

    private float[] whole(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextInt(9) - 4;
        }
        return values;
    }

    /** What a loop has written. */
    @FunctionalInterface
    private interface Run {
        void to(BackwardLoops loops, float[] result);
    }

    private void same(int length, Run run) {
        float[] before = whole(length);
        float[] expected = before.clone();
        float[] actual = before.clone();
        run.to(scalars, expected);
        run.to(vectors, actual);
        assertThat(actual).isEqualTo(expected);
        assertThat(actual).isNotEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("channels")
    void filtersMeetWhatTheySee(int length) {
        for (int filters = 1; filters < 10; filters++) {
            int pitch = length + GAP;
            int xStep = length + 1;
            int yStep = filters + 2;
            int count = filters;
            Positions positions = new Positions(2, COUNT, COUNT * xStep, xStep, COUNT * yStep, yStep);
            float[] x = whole(GAP + 2 * COUNT * xStep);
            float[] dy = whole(GAP + 2 * COUNT * yStep);
            same(
                    GAP + filters * pitch,
                    (loops, sums) -> loops.meet(x, GAP, dy, GAP, positions, count, length, sums, GAP, pitch));
        }
    }

    @ParameterizedTest
    @MethodSource("channels")
    void channelsMeetWhatTheySee(int channels) {
        int step = channels + 1;
        Positions positions = new Positions(2, COUNT, COUNT * step, step, (COUNT + 1) * step, step);
        float[] x = whole(GAP + 2 * COUNT * step);
        float[] dy = whole(GAP + 2 * (COUNT + 1) * step);
        same(GAP + channels + GAP, (loops, sums) -> loops.meetOne(x, GAP, dy, GAP, positions, channels, sums, GAP));
    }

    @ParameterizedTest
    @MethodSource("channels")
    void sumsOverPositions(int channels) {
        int length = GAP + COUNT * channels;
        float[] x = whole(length);
        float[] dy = whole(length);
        float[] mean = whole(GAP + channels);
        int size = GAP + channels;
        same(size, (loops, sums) -> loops.sum(x, GAP, COUNT, channels, sums, GAP));
        same(size, (loops, sums) -> loops.squares(x, GAP, COUNT, channels, mean, GAP, sums, GAP));
        same(size, (loops, sums) -> loops.products(dy, x, GAP, COUNT, channels, mean, sums, GAP));
    }

    @ParameterizedTest
    @MethodSource("channels")
    void everyNumberOfAChannelAlike(int channels) {
        int length = GAP + COUNT * channels;
        float[] x = whole(length);
        float[] dy = whole(length);
        float[] mean = whole(channels);
        float[] factor = whole(channels);
        float[] bias = whole(channels);
        Slope slope = new Slope(mean, factor, bias, whole(channels));
        same(length, (loops, y) -> loops.scale(x, y, GAP, COUNT, channels, mean, factor, bias));
        same(length, (loops, dx) -> loops.slope(dy, x, dx, GAP, COUNT, channels, slope));
        same(length, (loops, dx) -> loops.gate(dy, x, dx, GAP, length));
    }
}
