package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The innermost loops one by one, also those that this machine would not choose. */
class MicroKernelTest {
    private static final int DEPTH = 37;
    private static final int GAP = 5;

    static Stream<MicroKernel> kernels() {
        return Stream.of(new ScalarMicroKernel(), new VectorMicroKernel(), new WideVectorMicroKernel());
    }

    private static float[] random(long seed, int length) {
        return SmallModels.random(new Random(seed), length).floats();
    }

    @Test
    void theBuildTestsVectors() {
        assertThat(MicroKernels.VECTORS)
                .as("--add-modules jdk.incubator.vector")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void sumsInOrderAndGoesOnWithSums(MicroKernel kernel) {
        int rows = kernel.rows();
        int columns = kernel.columns();
        int stride = columns + GAP;
        float[] a = random(1, 2 * DEPTH * rows);
        float[] b = random(2, 2 * DEPTH * columns);
        float[] c = random(3, GAP + rows * stride);
        float[] before = c.clone();
        kernel.multiply(DEPTH, a, 0, b, 0, c, GAP, stride, false);
        kernel.multiply(DEPTH, a, DEPTH * rows, b, DEPTH * columns, c, GAP, stride, true);
        boolean fused = !(kernel instanceof ScalarMicroKernel);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0;
                for (int k = 0; k < 2 * DEPTH; k++) {
                    float x = a[k * rows + r];
                    float y = b[k * columns + j];
                    sum = fused ? Math.fma(x, y, sum) : sum + x * y;
                }
                assertThat(c[GAP + r * stride + j]).isEqualTo(sum);
            }
        }
        for (int r = 0; r + 1 < rows; r++) {
            for (int j = 0; j < GAP; j++) {
                int at = GAP + r * stride + columns + j;
                assertThat(c[at]).as("between rows").isEqualTo(before[at]);
            }
        }
    }

    /** Half a tile and a single row give the bits of a whole tile. */
    @ParameterizedTest
    @MethodSource("kernels")
    void partsOfATileHaveItsBits(MicroKernel kernel) {
        int rows = kernel.rows();
        int columns = kernel.columns();
        int half = columns / 2;
        float[] a = random(4, 2 * DEPTH * rows);
        float[] b = random(5, 2 * DEPTH * columns);
        float[] left = new float[2 * DEPTH * half];
        for (int k = 0; k < 2 * DEPTH; k++) {
            System.arraycopy(b, k * columns, left, k * half, half);
        }
        float[] whole = new float[rows * columns];
        kernel.multiply(2 * DEPTH, a, 0, b, 0, whole, 0, columns, false);
        float[] some = random(6, rows * (half + GAP));
        float[] before = some.clone();
        kernel.multiplyHalf(DEPTH, a, 0, left, 0, some, 0, half + GAP, false);
        kernel.multiplyHalf(DEPTH, a, DEPTH * rows, left, DEPTH * half, some, 0, half + GAP, true);
        float[] row = new float[GAP + columns];
        kernel.multiplyRow(2 * DEPTH, a, 1, rows, b, 0, row, GAP);
        for (int j = 0; j < columns; j++) {
            assertThat(row[GAP + j]).isEqualTo(whole[columns + j]);
        }
        for (int i = 0; i < some.length; i++) {
            int column = i % (half + GAP);
            float wanted = column < half ? whole[i / (half + GAP) * columns + column] : before[i];
            assertThat(some[i]).isEqualTo(wanted);
        }
    }
}
