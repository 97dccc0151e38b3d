package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.SmallModels;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The columns of transformed filters that are made of others. */
class WinogradMatricesTest {
    private static final int GAP = 3;

    private static Stream<WinogradMatrices> matrices() {
        return Stream.of(WinogradMatrices.TWO, WinogradMatrices.FOUR);
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void columnsBeyondTheThirdAreSumsOfThree(WinogradMatrices matrices) {
        int[] columns = matrices.columns();
        assertThat(Arrays.stream(columns).sorted().toArray())
                .isEqualTo(IntStream.range(0, matrices.side()).toArray());
        assertThat(matrices.rest()).hasDimensions(matrices.side() - 3, 3);
        for (int n = 3; n < matrices.side(); n++) {
            for (int tap = 0; tap < 3; tap++) {
                double sum = 0;
                for (int i = 0; i < 3; i++) {
                    sum += matrices.rest()[n - 3][i] * matrices.filter()[columns[i]][tap];
                }
                assertThat(sum).isCloseTo(matrices.filter()[columns[n]][tap], within(1e-7));
            }
        }
    }

    /** Steps of partly cancelling terms are off by 12 roundings of the sum's own at most, constants by one. */
    @ParameterizedTest
    @MethodSource("dev.lathe.backend.cpu.WinogradConvTest#loops")
    void loopsMakeThem(WinogradLoops loops) {
        WinogradMatrices matrices = loops.matrices();
        int length = 5 * MicroKernels.COLUMNS / 2;
        float[] kept = SmallModels.random(new Random(7), GAP + 3 * length).floats();
        int rows = matrices.rest().length;
        float[] rest = SmallModels.random(new Random(8), Packing.LEAD + rows * length + GAP)
                .floats();
        float[] before = rest.clone();
        loops.rest(kept, GAP, length, rest);
        for (int n = 0; n < rows; n++) {
            for (int j = 0; j < length; j++) {
                double sum = 0;
                double magnitude = 0;
                for (int i = 0; i < 3; i++) {
                    double term = (double) matrices.rest()[n][i] * kept[GAP + i * length + j];
                    sum += term;
                    magnitude += Math.abs(term);
                }
                assertThat((double) rest[Packing.LEAD + n * length + j])
                        .isCloseTo(sum, within(13 * magnitude * Math.ulp(1f) / 2));
            }
        }
        int end = Packing.LEAD + rows * length;
        assertThat(Arrays.copyOf(rest, Packing.LEAD)).isEqualTo(Arrays.copyOf(before, Packing.LEAD));
        assertThat(Arrays.copyOfRange(rest, end, end + GAP)).isEqualTo(Arrays.copyOfRange(before, end, end + GAP));
    }
}
