package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.SmallModels;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Winograd's method along one axis: its matrices, and the loops that multiply by them. */
class LineLoopsTest {
    private static final int GAP = 5;

    /** Roundings of a transform at most, each of a part of its terms. */
    private static final int STEPS = 6;

    private static Stream<LineMatrices> matrices() {
        return Stream.of(LineMatrices.THREE, LineMatrices.FOUR, LineMatrices.FIVE);
    }

    private static Stream<LineLoops> loops() {
        return Stream.concat(MicroKernels.LINES.stream(), matrices().map(ScalarLineLoops::new));
    }

    /** Result r is to be the sum of tap k times element r + k of the window, and of nothing else. */
    @ParameterizedTest
    @MethodSource("matrices")
    void productsOfBothTransformsAreTheConvolution(LineMatrices m) {
        assertThat(m.elements()).isEqualTo(m.out() + m.taps() - 1);
        for (int r = 0; r < m.out(); r++) {
            for (int tap = 0; tap < m.taps(); tap++) {
                for (int i = 0; i < m.elements(); i++) {
                    double sum = 0;
                    for (int e = 0; e < m.elements(); e++) {
                        sum += m.result()[r][e] * m.filter()[e][tap] * m.input()[e][i];
                    }
                    assertThat(sum).isCloseTo(i == r + tap ? 1 : 0, within(1e-14));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void filtersOfFewerTapsAreThoseWithZeros(LineMatrices m) {
        float[] w = SmallModels.random(new Random(3), 2 * m.taps() + 1).floats();
        float[] shorter = w.clone();
        shorter[1 + 2 * (m.taps() - 1)] = 0;
        for (int e = 0; e < m.elements(); e++) {
            double sum = 0;
            for (int k = 0; k < m.taps(); k++) {
                sum += m.filter()[e][k] * w[1 + 2 * k];
            }
            assertThat(m.filter(e, w, 1, 2, m.taps())).isEqualTo((float) sum);
            assertThat(m.filter(e, w, 1, 2, m.taps() - 1)).isEqualTo(m.filter(e, shorter, 1, 2, m.taps()));
        }
    }

    @ParameterizedTest
    @MethodSource("loops")
    void loopsTransformLines(LineLoops loops) {
        LineMatrices m = loops.matrices();
        for (int step : new int[] {1, MicroKernels.COLUMNS / 2, 5 * MicroKernels.COLUMNS + 3}) {
            float[] x = SmallModels.random(new Random(step), GAP + m.elements() * step)
                    .floats();
            float[] y = SmallModels.random(new Random(8), 2 * GAP + m.elements() * step)
                    .floats();
            float[] before = y.clone();
            loops.input(x, GAP, step, y, GAP, step, step);
            assertProducts(m.input(), x, y, step, step);
            assertThat(Arrays.copyOf(y, GAP)).isEqualTo(Arrays.copyOf(before, GAP));
            int end = y.length - GAP;
            assertThat(Arrays.copyOfRange(y, end, y.length)).isEqualTo(Arrays.copyOfRange(before, end, y.length));
        }
    }

    @ParameterizedTest
    @MethodSource("loops")
    void loopsTransformSumsBackWhereTheyAre(LineLoops loops) {
        LineMatrices m = loops.matrices();
        int count = 5 * MicroKernels.COLUMNS / 2;
        int step = count + GAP;
        float[] sums =
                SmallModels.random(new Random(9), GAP + m.elements() * step).floats();
        float[] results = sums.clone();
        loops.output(results, GAP, step, count);
        assertProducts(m.result(), sums, results, step, count);
        for (int i = 0; i < results.length; i++) {
            boolean written = i >= GAP && i < GAP + m.out() * step && (i - GAP) % step < count;
            assertThat(written || results[i] == sums[i]).isTrue();
        }
    }

    /** Rows of {@code matrix} times elements {@code step} apart, behind a gap in both arrays. */
    private static void assertProducts(float[][] matrix, float[] x, float[] y, int step, int count) {
        for (int row = 0; row < matrix.length; row++) {
            for (int i = 0; i < count; i++) {
                double sum = 0;
                double magnitude = 0;
                for (int e = 0; e < matrix[row].length; e++) {
                    double term = (double) matrix[row][e] * x[GAP + e * step + i];
                    sum += term;
                    magnitude += Math.abs(term);
                }
                double allowed = STEPS * magnitude * Math.ulp(1f) / 2;
                assertThat((double) y[GAP + row * step + i]).isCloseTo(sum, within(allowed));
            }
        }
    }
}
