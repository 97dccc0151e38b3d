package dev.lathe.compress.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.ModelException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class AdaptiveWeightsTest {
    private static char[] symbols(int count, IntUnaryOperator symbol) {
        char[] symbols = new char[count];
        for (int i = 0; i < count; i++) {
            symbols[i] = (char) symbol.applyAsInt(i);
        }
        return symbols;
    }

    private static AdaptiveWeights weights(int values, int negatives, int... extents) {
        return new AdaptiveWeights(extents, values, negatives);
    }

    /** The coded length in bytes, after a look whether the symbols come back. */
    private static int assertComesBack(char[] symbols, int values, int negatives, int... extents) {
        byte[] coded = weights(values, negatives, extents).encode(symbols);
        byte[] inside = new byte[coded.length + 5];
        System.arraycopy(coded, 0, inside, 2, coded.length);
        assertThat(weights(values, negatives, extents).decode(inside, 2, coded.length))
                .isEqualTo(symbols);
        return coded.length;
    }

    @Test
    void symbolsOfAnyShapeComeBack() {
        Random random = new Random(8);
        int[][] shapes = {{}, {1}, {13}, {5, 7}, {1, 1, 1, 1}, {3, 1, 4}, {4, 3, 3, 5}, {200, 3, 3, 3}};
        for (int[] shape : shapes) {
            int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            for (int values : new int[] {1, 2, 3, 15, 16, 255, 65_535}) {
                for (int negatives : new int[] {0, values / 3, values}) {
                    char[] symbols = symbols(size, _ -> random.nextInt(3) * random.nextInt(values + 1) / 2);
                    assertComesBack(symbols, values, negatives, shape);
                }
            }
        }
    }

    @Test
    void everySymbolHasAPlace() {
        for (int values : new int[] {1, 2, 5, 64, 255}) {
            for (int negatives = 0; negatives <= values; negatives += Math.max(1, values / 5)) {
                assertComesBack(symbols(values + 1, i -> i), values, negatives, values + 1);
            }
        }
    }

    @Test
    void zerosTakeNextToNothing() {
        assertThat(assertComesBack(new char[1_000_000], 0, 0, 1000, 1000)).isLessThan(60);
    }

    @Test
    void randomSymbolsTakeTheirInformationAndLittleMore() {
        Random random = new Random(9);
        // A zero in every second, else one of 16 values: 1 + 4 / 2 bits.
        char[] symbols = symbols(80_000, _ -> random.nextBoolean() ? 0 : 1 + random.nextInt(16));
        assertThat(assertComesBack(symbols, 16, 8, 80, 1000)).isBetween(30_000, 30_400);
    }

    @Test
    void whatNeighboursForetellIsCheap() {
        Random random = new Random(10);
        // Kernels of 5x5 that are all zero or all of one sign, which no fixed code can know.
        int[] kernels = random.ints(400, 0, 3).toArray();
        char[] symbols = symbols(10_000, i -> kernels[i / 25] == 0 ? 0 : kernels[i / 25] * 4 - random.nextInt(4));
        int alone = assertComesBack(symbols, 8, 4, 10_000);
        int together = assertComesBack(symbols, 8, 4, 400, 5, 5);
        // Two bits for each of two thirds are not to be had otherwise.
        int information = 10_000 * 2 / 3 * 2 / 8;
        assertThat(together).isBetween(information * 9 / 10, information * 5 / 4);
        assertThat(alone).isGreaterThan(together);
    }

    @Test
    void damageIsRefused() {
        Random random = new Random(11);
        char[] symbols = symbols(2_000, _ -> random.nextInt(5));
        byte[] coded = weights(4, 0, 2_000).encode(symbols);
        assertThatThrownBy(() -> weights(4, 0, 2_000).decode(coded, 0, coded.length - 1))
                .isInstanceOf(ModelException.class)
                .hasMessage("adaptively coded weights end early");
        assertThatThrownBy(() -> weights(4, 0, 2_000).decode(coded, 0, 3)).hasMessageContaining("end early");
        byte[] longer = Arrays.copyOf(coded, coded.length + 2);
        assertThatThrownBy(() -> weights(4, 0, 2_000).decode(longer, 0, longer.length))
                .hasMessage("adaptively coded weights are followed by 2 bytes");
        assertThatThrownBy(() -> weights(3, 0, 2_000).decode(coded, 0, coded.length))
                .hasMessageContaining("has no value in the codebook");
        assertThatThrownBy(() -> weights(0, 0, 2_000).decode(coded, 0, coded.length))
                .hasMessageContaining("has no value in the codebook");
    }
}
