package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.SmallModels;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors do what plain loops do, on stretches of awkward lengths, and touch nothing that they may not. */
class StretchesTest {
    private static final Stretches SCALAR = new ScalarStretches();
    private static final Stretches VECTOR = new VectorStretches();

    private static float[] random(long seed, int length) {
        return SmallModels.random(new Random(seed), length).floats();
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 8})
    void gatherRows(int rows) {
        float[] x = random(1, 400 + Stretches.SLACK);
        int[] offsets = new Random(2).ints(29, 0, 300).toArray();
        for (Stretches.Runs runs : new Stretches.Runs[] {
            new Stretches.Runs(new int[] {0}, new int[] {17}),
            new Stretches.Runs(new int[] {0, 4}, new int[] {3, 90}),
            new Stretches.Runs(new int[] {0, 1, 5}, new int[] {60, 2, 31}),
        }) {
            float[] wanted = random(3, 40 * rows);
            float[] got = wanted.clone();
            SCALAR.gatherRows(x, offsets, offsets.length, runs, rows, wanted, 2 * rows);
            VECTOR.gatherRows(x, offsets, offsets.length, runs, rows, got, 2 * rows);
            assertThat(got).isEqualTo(wanted);
        }
    }

    @Test
    void gatherColumns() {
        int width = new VectorMicroKernel().columns();
        float[] x = random(4, 500);
        int[] offsets = new Random(5).ints(20, 0, 300).toArray();
        float[] got = new float[12 * width];
        VECTOR.gatherColumns(x, offsets, 5, 12, 7, width, got);
        for (int k = 0; k < 12; k++) {
            int from = offsets[5 + k] + 7;
            assertThat(Arrays.copyOfRange(got, k * width, (k + 1) * width))
                    .isEqualTo(Arrays.copyOfRange(x, from, from + width));
        }
    }

    @Test
    void packColumns() {
        int unit = new VectorMicroKernel().columns();
        for (int width : new int[] {unit / 2, unit}) {
            for (int count = 1; count <= width; count++) {
                // the last row ends where the array does
                float[] x = random(16, 3 + 6 * 41 + count);
                for (Stretches stretches : new Stretches[] {SCALAR, VECTOR}) {
                    float[] got = random(17, 9 * width);
                    float[] before = got.clone();
                    stretches.packColumns(x, 3, 41, 7, count, got, width, width);
                    for (int k = 0; k < 7; k++) {
                        assertThat(Arrays.copyOfRange(got, (k + 1) * width, (k + 1) * width + count))
                                .isEqualTo(Arrays.copyOfRange(x, 3 + k * 41, 3 + k * 41 + count));
                    }
                    assertThat(Arrays.copyOf(got, width)).isEqualTo(Arrays.copyOf(before, width));
                    assertThat(Arrays.copyOfRange(got, 8 * width, 9 * width))
                            .isEqualTo(Arrays.copyOfRange(before, 8 * width, 9 * width));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 63, 64, 65, 130})
    void correlateAndLargest(int count) {
        float[] x = random(6, 300 + count + Stretches.SLACK);
        int[] shifts = {0, 3, 57, 58, 119};
        float[] weights = random(7, 8);
        float[] wanted = new float[count + Stretches.SLACK];
        float[] got = new float[count + Stretches.SLACK];
        SCALAR.largest(x, shifts, wanted, count);
        VECTOR.largest(x, shifts, got, count);
        assertThat(Arrays.copyOf(got, count)).isEqualTo(Arrays.copyOf(wanted, count));
        VECTOR.correlate(x, shifts, weights, 2, got, count);
        for (int i = 0; i < count; i++) {
            float sum = 0;
            for (int t = 0; t < shifts.length; t++) {
                sum = Math.fma(x[i + shifts[t]], weights[2 + t], sum);
            }
            assertThat(got[i]).isEqualTo(sum);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 15, 16, 17, 33, 100})
    void everySecond(int count) {
        float[] x = random(8, 3 + Math.max(0, 2 * count - 1));
        float[] wanted = random(9, count + 9);
        float[] got = wanted.clone();
        SCALAR.everySecond(x, 3, wanted, 4, count);
        VECTOR.everySecond(x, 3, got, 4, count);
        assertThat(got).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 40, 100})
    void finish(int count) {
        float[] sums = random(10, count + 5);
        for (float @Nullable [] residual : new float[] @Nullable [] {null, random(11, count + 9)}) {
            Stretches.Finish finish = new Stretches.Finish(0.3f, residual, -0.5f, 0.8f);
            float[] wanted = random(12, count + 9);
            float[] got = wanted.clone();
            SCALAR.finish(sums, 5, wanted, 4, count, finish);
            VECTOR.finish(sums, 5, got, 4, count, finish);
            assertThat(got).isEqualTo(wanted);
            for (int i = 0; i < count; i++) {
                float value = sums[5 + i] + 0.3f + (residual == null ? 0 : residual[4 + i]);
                assertThat(got[4 + i]).isCloseTo(Math.clamp(value, -0.5f, 0.8f), within(1e-6f));
            }
            float[] place = sums.clone();
            float[] same = sums.clone();
            SCALAR.finish(place, 5, place, 5, count, new Stretches.Finish(0.3f, null, -0.5f, 0.8f));
            VECTOR.finish(same, 5, same, 5, count, new Stretches.Finish(0.3f, null, -0.5f, 0.8f));
            assertThat(same).isEqualTo(place);
        }
    }
}
